package dev.syncprotocol.aoi.weights;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One file of weights on another machine.
 *
 * @param address exactly what is asked for
 * @param fileName what the file is called here: its own name there, ending in one of {@link #KINDS}
 */
public record WeightsSource(URI address, String fileName) {
    /** What names of weights end in (decision A7). */
    public static final List<String> KINDS = List.of(".pth", ".ckpt", ".safetensors");

    private static final String OPTION = "--weights-from";
    private static final String FIELD = "model.backbone.pretrained_backbone_path";
    private static final String MAIN = "main";
    private static final String USUAL_FILE = "model.safetensors";
    private static final String RADIO = "nvidia/C-RADIOv2-B";
    private static final Pattern REPOSITORY =
            Pattern.compile("([A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*)(?:@([\\w.-]+))?(?::([\\w./-]+))?");

    /**
     * The source a person typed.
     *
     * @param typed an https address, or {@code OWNER/NAME[@REVISION][:FILE]} on the hub; revision {@code main} and file {@code model.safetensors}
     *     unless named
     * @throws SyncException {@code usage}
     */
    public static WeightsSource of(String typed, ModelHub hub) {
        return read(OPTION, typed, hub)
                .orElseThrow(() -> new SyncException(
                        ErrorCode.USAGE,
                        OPTION + " is an https address or OWNER/NAME[@REVISION][:FILE], not " + typed));
    }

    /**
     * The source a specification names: {@code pretrained_backbone_path} where it is an address or a repository and no path, else the published one of
     * the backbone's type; empty where neither is known.
     *
     * @param type {@code model.backbone.type}
     */
    public static Optional<WeightsSource> ofSpecification(Optional<String> path, String type, ModelHub hub) {
        Optional<WeightsSource> named =
                path.filter(text -> !text.startsWith("/") && !isFile(text)).flatMap(text -> read(FIELD, text, hub));
        Optional<String> published = Optional.of(RADIO).filter(repository -> type.startsWith("c_radio_v2_vit_base"));
        return named.or(() -> published.map(repository -> of(repository, hub)));
    }

    /** What is known of the terms; nothing is shipped and nothing is agreed to here. */
    public String licence() {
        return address.getPath().startsWith("/" + RADIO + "/")
                ? "NVIDIA Open Model License"
                : "licence not known here, see its source";
    }

    private static boolean isFile(String text) {
        return !text.contains("://") && KINDS.stream().anyMatch(text::endsWith) && !text.contains(":");
    }

    private static Optional<WeightsSource> read(String what, String typed, ModelHub hub) {
        if (typed.contains("://")) {
            return Optional.of(at(what, hub.fileOf(SafeAddress.typed(what, typed), USUAL_FILE)));
        }
        Matcher repository = REPOSITORY.matcher(typed);
        return repository.matches()
                ? Optional.of(at(
                        what,
                        hub.file(
                                repository.group(1),
                                or(repository.group(2), MAIN),
                                or(repository.group(3), USUAL_FILE))))
                : Optional.empty();
    }

    private static String or(@Nullable String named, String usual) {
        return named == null ? usual : named;
    }

    private static WeightsSource at(String what, URI address) {
        String path = String.valueOf(address.getPath());
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean weights = KINDS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
        if (!weights || !name.matches("[A-Za-z0-9][\\w.-]*")) {
            throw new SyncException(
                    ErrorCode.USAGE,
                    what + ": expected a file that ends in " + String.join(", ", KINDS) + ", found " + address);
        }
        return new WeightsSource(address, name);
    }
}
