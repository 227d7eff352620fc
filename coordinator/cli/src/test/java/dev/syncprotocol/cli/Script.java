package dev.syncprotocol.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Plays a command-line session written as text, in one folder:
 *
 * <pre>
 * # a comment
 * file NAME            the lines up to "end" become the file's content
 * bytes NAME HEX       a file of these bytes
 * big NAME N           a file of N spaces
 * link NAME TARGET     a symbolic link
 * remove NAME          the file is deleted
 * $ sync ARGS          runs it; a word may be "quoted"
 * exit N               its exit code (0 when no such line follows)
 * out TEXT | err TEXT  stdout or stderr contains this
 * no-out TEXT          stdout does not contain this
 * narrow               no line on stdout is wider than 80 columns
 * clean                neither stream holds a control character but line feeds
 * json /POINTER VALUE  the one JSON document on stdout has this value there
 * git ARGS             runs git in the folder; its output is then what "out" looks at
 * </pre>
 */
final class Script {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final Path folder;
    private int exit;
    private boolean exitAsked = true;
    private String out = "";
    private String err = "";
    private String lastCommand = "";

    Script(Path folder) {
        this.folder = folder;
    }

    void play(List<String> lines, String name) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("file ")) {
                int end = lines.subList(i, lines.size()).indexOf("end") + i;
                write(line.substring(5), String.join("\n", lines.subList(i + 1, end)) + "\n");
                i = end;
            } else if (!line.isBlank() && !line.startsWith("#")) {
                step(line, name + ":" + (i + 1));
            }
        }
        checkDone("end of " + name);
    }

    private void step(String line, String where) throws IOException {
        String[] parts = line.split(" ", 2);
        String rest = parts.length > 1 ? parts[1] : "";
        switch (parts[0]) {
            case "$" -> {
                checkDone(where);
                run(words(rest));
            }
            case "git" -> git(words(rest));
            case "bytes" ->
                Files.write(
                        create(rest.split(" ")[0]), HexFormat.of().parseHex(rest.split(" ", 2)[1].replace(" ", "")));
            case "big" ->
                Files.writeString(create(rest.split(" ")[0]), " ".repeat(Integer.parseInt(rest.split(" ")[1])));
            case "link" -> Files.createSymbolicLink(create(rest.split(" ")[0]), Path.of(rest.split(" ")[1]));
            case "remove" -> Files.delete(folder.resolve(rest));
            case "exit" -> checkExit(Integer.parseInt(rest.strip()), where);
            case "out" ->
                assertThat(out).as("%s: stdout of %s", where, lastCommand).contains(rest);
            case "no-out" ->
                assertThat(out).as("%s: stdout of %s", where, lastCommand).doesNotContain(rest);
            case "err" ->
                assertThat(err).as("%s: stderr of %s", where, lastCommand).contains(rest);
            case "narrow" ->
                assertThat(out.lines())
                        .as("%s: width of %s", where, lastCommand)
                        .allMatch(text -> text.codePointCount(0, text.length()) <= 80);
            case "clean" ->
                assertThat((out + err).codePoints())
                        .as("%s: control characters of %s", where, lastCommand)
                        .noneMatch(c ->
                                c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT));
            case "json" -> checkJson(rest, where);
            default -> fail("%s: not a step: %s", where, line);
        }
    }

    private void checkExit(int expected, String where) {
        exitAsked = true;
        assertThat(exit)
                .as("%s: exit code of %s%nstdout: %s%nstderr: %s", where, lastCommand, out, err)
                .isEqualTo(expected);
    }

    private void checkDone(String where) {
        if (!exitAsked) {
            checkExit(0, where);
        }
    }

    private void checkJson(String rest, String where) {
        String[] parts = rest.split(" ", 2);
        JsonNode value = SyncJson.read(out).at(parts[0]);
        assertThat(value.isTextual() ? value.textValue() : value.toString())
                .as("%s: %s in %s", where, parts[0], out)
                .isEqualTo(parts[1]);
    }

    private void run(List<String> words) {
        lastCommand = String.join(" ", words);
        assertThat(words.get(0)).isEqualTo("sync");
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        FrontDoor door = new FrontDoor(
                new PrintStream(stdout, true, StandardCharsets.UTF_8),
                new PrintStream(stderr, true, StandardCharsets.UTF_8));
        Surroundings surroundings = new Surroundings(
                folder,
                new ByteArrayInputStream(new byte[0]),
                Map.of("PATH", "/usr/bin:/bin"),
                Clock.fixed(NOON, ZoneOffset.UTC),
                false,
                new CountDownLatch(1));
        exit = door.call(surroundings, words.subList(1, words.size()).toArray(String[]::new));
        exitAsked = false;
        out = stdout.toString(StandardCharsets.UTF_8);
        err = stderr.toString(StandardCharsets.UTF_8);
        if (words.contains("--json")) {
            checkDocument();
        }
    }

    /** Exactly one document, valid by the schema it names. */
    private void checkDocument() {
        assertThat(out.lines()).as(lastCommand).hasSize(1);
        CheckedAnswer.of(out, lastCommand);
    }

    private void git(List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(words);
        lastCommand = String.join(" ", command);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        exit = process.onExit().join().exitValue();
        checkExit(0, lastCommand);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(create(name), content);
    }

    private Path create(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (String piece : line.split(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
            words.add(piece.replace("\"", ""));
        }
        return words;
    }
}
