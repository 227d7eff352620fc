package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.deeppcb.DeepPcbImport;
import dev.syncprotocol.aoi.deeppcb.GroupRole;
import dev.syncprotocol.aoi.deeppcb.ImportOrder;
import dev.syncprotocol.aoi.deeppcb.Imported;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync aoi import-deeppcb}: DeepPCB-style pairs as a workspace (aoi.md §13.2). */
@Command(
        name = "import-deeppcb",
        description = "Cut DeepPCB-style picture pairs into tiles and make a workspace of them.",
        footer = {"", "Example:", "  sync aoi import-deeppcb --from PCBData --out boards"})
final class AoiImportDeepPcb implements Verb {
    private static final String LICENCE = "The data's licence file is MIT; its README says: for research purpose"
            + " only. Read both. None of it is shipped with this program.";
    private static final int LEAST_TILE = 16;

    @Option(names = "--from", paramLabel = "DIR", required = true, description = "where the pairs are")
    private String from = "";

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the workspace to make")
    private String out = "";

    @Option(names = "--tile", paramLabel = "PX", description = "side of a tile (default: 128)")
    private int tile = 128;

    @Option(names = "--margin", paramLabel = "PX", description = "good tiles keep this far from boxes (default: 8)")
    private int margin = 8;

    @Option(names = "--pass-per-ng", paramLabel = "N", description = "good tiles a defective one (default: 3)")
    private int passPerNg = 3;

    @Option(names = "--split", paramLabel = "HOW", description = "group: by board, never tiles at random; the only way")
    private String split = "group";

    @Option(names = "--kpi-groups", split = ",", paramLabel = "GROUP", description = "board groups of the KPI set")
    private List<String> kpiGroups = List.of();

    @Option(
            names = "--val-groups",
            split = ",",
            paramLabel = "GROUP",
            description = "of the validation set (default: one group, else training boards)")
    private List<String> valGroups = List.of();

    @Option(names = "--pool-groups", split = ",", paramLabel = "GROUP", description = "of pool and pairs")
    private List<String> poolGroups = List.of();

    @Option(
            names = "--benchmark-groups",
            split = ",",
            paramLabel = "GROUP",
            description = "of the frozen benchmark (default: one group, where one is left)")
    private List<String> benchmarkGroups = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "chooses the good tiles (default: 42)")
    private long seed = 42;

    @Option(names = "--binarize", description = "black and white at 128, without the grey of JPEG edges")
    private boolean binarize;

    @Override
    public Answer answer(Invocation in) throws IOException {
        check();
        Imported made = DeepPcbImport.run(
                new ImportOrder(in.path(from), in.path(out), tile, margin, passPerNg, groups(), seed, binarize));
        ObjectNode data = SyncJson.object()
                .put("workspace", in.path(out).toString())
                .put("picture_pairs", made.pairs())
                .put("boxes", made.boxes())
                .put("ng_tiles", made.ngTiles())
                .put("pass_tiles", made.passTiles());
        counts(data.putObject("rejected"), made.rejected());
        counts(data.putObject("rows"), made.rows());
        ObjectNode groups = data.putObject("groups");
        for (GroupRole role : GroupRole.values()) {
            groups.set(role.word(), Trees.texts(made.groups().getOrDefault(role, List.of())));
        }
        data.set("validation_boards", Trees.texts(made.heldOut()));
        data.put("licence", LICENCE);
        return new Answer("sync.aoi-import-deeppcb/1", data, words(made), List.of(AoiDemoData.preflight(out)));
    }

    private void check() {
        if (tile < LEAST_TILE || margin < 0 || passPerNg < 1) {
            throw new SyncException(
                    ErrorCode.USAGE, "--tile is at least 16, --margin at least 0, --pass-per-ng at least 1");
        }
        if (!split.equals("group")) {
            throw new SyncException(
                    ErrorCode.USAGE, "--split is group: tiles of one group can be near copies of each other");
        }
    }

    private Map<GroupRole, List<String>> groups() {
        Map<GroupRole, List<String>> named = new EnumMap<>(GroupRole.class);
        named.put(GroupRole.KPI, kpiGroups);
        named.put(GroupRole.VALIDATION, valGroups);
        named.put(GroupRole.POOL, poolGroups);
        named.put(GroupRole.BENCHMARK, benchmarkGroups);
        named.values().removeIf(List::isEmpty);
        return named;
    }

    private String words(Imported made) {
        Words words = new Words()
                .line(Style.shown(out) + ": " + made.pairs() + " picture pairs, " + made.boxes() + " boxes = "
                        + made.ngTiles() + " defective tiles + "
                        + made.rejected().values().stream().mapToInt(n -> n).sum() + " rejected")
                .line("rejected: " + (made.rejected().isEmpty() ? "none" : listed(made.rejected())))
                .line("good tiles: " + made.passTiles() + "; rows: " + listed(made.rows()));
        for (GroupRole role : GroupRole.values()) {
            words.line(role.word() + ": " + boards(role, made));
        }
        return words.wrapped("", LICENCE).text();
    }

    private static String boards(GroupRole role, Imported made) {
        List<String> groups = made.groups().getOrDefault(role, List.of());
        if (!groups.isEmpty()) {
            return "board groups " + Style.shown(String.join(", ", groups));
        }
        List<String> boards = made.heldOut();
        if (role == GroupRole.BENCHMARK) {
            return "none, no board group is left for it";
        }
        return boards.size() + " boards of the training groups, " + Style.shown(boards.get(0)) + " to "
                + Style.shown(boards.get(boards.size() - 1));
    }

    private static String listed(SortedMap<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    private static void counts(ObjectNode into, SortedMap<String, Integer> counts) {
        counts.forEach(into::put);
    }
}
