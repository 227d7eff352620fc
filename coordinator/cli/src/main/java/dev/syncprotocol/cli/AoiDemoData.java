package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.demo.DemoMade;
import dev.syncprotocol.aoi.demo.DemoOrder;
import dev.syncprotocol.aoi.demo.DemoProfile;
import dev.syncprotocol.aoi.demo.DemoWorkspace;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sync aoi demo-data}: a whole workspace of boards drawn in code (aoi.md §13.1). */
@Command(
        name = "demo-data",
        description = "Draw boards and make a whole workspace of them. Same seed, same bytes.",
        footer = {"", "Example:", "  sync aoi demo-data boards --profile tiny"})
final class AoiDemoData implements Verb {
    private static final int LEAST_SIZE = 32;
    private static final int MOST_SIZE = 256;

    /** How much is drawn. */
    enum Profile {
        TINY(DemoProfile.TINY),
        DEMO(DemoProfile.DEMO),
        LARGE(DemoProfile.LARGE);

        private final DemoProfile profile;

        Profile(DemoProfile profile) {
            this.profile = profile;
        }
    }

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "the workspace to make; absent or empty")
    @Nullable
    private String folder;

    @Option(names = "--out", paramLabel = "DIR", description = "the same, as an option")
    @Nullable
    private String out;

    @Option(names = "--seed", paramLabel = "N", description = "same seed, same bytes (default: 42)")
    private long seed = 42;

    @Option(names = "--profile", paramLabel = "NAME", description = "tiny, demo or large (default: demo)")
    private Profile profile = Profile.DEMO;

    @Option(names = "--size", paramLabel = "PX", description = "side of a crop, 32 to 256 (default: 64)")
    private int size = 64;

    @Option(names = "--lights", split = ",", paramLabel = "NAME", description = "default: SolderLight,WhiteLight")
    private List<String> lights = List.of("SolderLight", "WhiteLight");

    @Option(names = "--image-ext", paramLabel = "EXT", description = ".jpg or .png (default: .jpg)")
    private String extension = ".jpg";

    @Override
    public Answer answer(Invocation in) throws IOException {
        String typed = folder();
        DemoMade made = DemoWorkspace.make(
                new DemoOrder(in.path(typed), seed, profile.profile, size(), new Pictures(lights(), extension())));
        ObjectNode data = SyncJson.object()
                .put("workspace", in.path(typed).toString())
                .put("profile", Trees.word(profile))
                .put("seed", seed);
        data.putObject("rows")
                .put("train", made.train())
                .put("validation", made.validation())
                .put("kpi", made.kpi())
                .put("benchmark", made.benchmark())
                .put("pool", made.pool())
                .put("pairs", made.pairs());
        data.put("pictures", made.pictures());
        return new Answer("sync.aoi-demo-data/1", data, words(typed, made), List.of(preflight(typed)));
    }

    private String folder() {
        if ((folder == null) == (out == null)) {
            throw new SyncException(ErrorCode.USAGE, "name the folder to make once: DIR, or --out DIR")
                    .withNext("sync aoi demo-data boards");
        }
        return folder == null ? String.valueOf(out) : folder;
    }

    private int size() {
        if (size < LEAST_SIZE || size > MOST_SIZE) {
            throw new SyncException(ErrorCode.USAGE, "--size is 32 to 256");
        }
        return size;
    }

    private String extension() {
        if (!List.of(".jpg", ".png").contains(extension)) {
            throw new SyncException(ErrorCode.USAGE, "--image-ext is .jpg or .png");
        }
        return extension;
    }

    /** A light is a part of file names and a key of the specification. */
    private List<String> lights() {
        boolean named = lights.stream().allMatch(light -> light.matches("[A-Za-z0-9]+"));
        if (!named || lights.stream().distinct().count() < lights.size()) {
            throw new SyncException(
                            ErrorCode.USAGE,
                            "--lights: expected different names of letters and digits, found "
                                    + String.join(",", lights))
                    .withHint("for example --lights SolderLight,WhiteLight");
        }
        return lights;
    }

    private static String words(String folder, DemoMade made) {
        return new Words()
                .line(Style.shown(folder) + ": " + made.pictures() + " pictures")
                .line("train " + made.train() + ", validation " + made.validation() + ", KPI " + made.kpi()
                        + ", benchmark " + made.benchmark() + ", pool " + made.pool() + ", pairs " + made.pairs())
                .text();
    }

    /** The command that looks at a new workspace. */
    static String preflight(String folder) {
        return "sync aoi preflight --workspace " + folder + " --kpi-target \"FAR<5%@recall=100%\"";
    }
}
