package dev.syncprotocol.aoi.tao;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The workspace's {@code .env} (A8): read, never executed. {@code [export] NAME=value}, the value bare or in either kind of quotes. */
public final class DotEnv {
    /** Opens image pulls. */
    public static final String REGISTRY_KEY = "NGC_API_KEY";

    /** Opens weights on the hub. */
    public static final String HUB_TOKEN = "HF_TOKEN";

    private static final Pattern LINE = Pattern.compile(
            "\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s#\"']*))\\s*(?:#.*)?");

    private DotEnv() {}

    /** The variables of a file; none when it is not there. */
    public static Map<String, String> read(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8))
                : Map.of();
    }

    /**
     * The variables of a text, the last of a name wins.
     *
     * @throws SyncException {@code config_invalid} naming the line, never its content
     */
    public static Map<String, String> parse(String what, String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isBlank() || lines[i].stripLeading().startsWith("#")) {
                continue;
            }
            Matcher line = LINE.matcher(lines[i]);
            if (!line.matches()) {
                throw new SyncException(ErrorCode.CONFIG_INVALID, what + ":" + (i + 1) + ": expected NAME=value");
            }
            variables.put(line.group(1), value(line));
        }
        return Collections.unmodifiableMap(variables);
    }

    /** The file's variables under those of the environment, which win unless they are empty. */
    public static Map<String, String> under(Map<String, String> environment, Map<String, String> file) {
        Map<String, String> merged = new LinkedHashMap<>(file);
        environment.forEach((name, value) -> {
            if (!value.isEmpty()) {
                merged.put(name, value);
            }
        });
        return Collections.unmodifiableMap(merged);
    }

    private static String value(Matcher line) {
        for (int group = 2; group <= 4; group++) {
            if (line.group(group) != null) {
                return line.group(group);
            }
        }
        return "";
    }
}
