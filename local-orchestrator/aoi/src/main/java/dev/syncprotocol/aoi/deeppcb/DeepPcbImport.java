package dev.syncprotocol.aoi.deeppcb;

import dev.syncprotocol.aoi.leakage.SampleSet;
import dev.syncprotocol.aoi.spec.StarterSpec;
import dev.syncprotocol.aoi.table.Labels;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleColumns;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.table.SampleTable;
import dev.syncprotocol.aoi.table.SampleTableFile;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code sync aoi import-deeppcb}: pairs to tiles to a workspace, split by board group. */
public final class DeepPcbImport {
    private static final Pictures PICTURES = new Pictures(List.of("SolderLight"), ".png");
    private static final String PAIRS = "pairs";
    private static final int EPOCHS = 6;
    private static final int IMAGE_SIZE = 64;
    private static final double LEARNING_RATE = 0.005;

    private final ImportOrder order;
    private final AoiWorkspace workspace;
    private final TileCutter cutter;
    /** Rows by set; the pre-generated pairs are a set too. */
    private final SortedMap<String, List<SampleRow>> rows = new TreeMap<>();

    private final SortedMap<String, Integer> madePairs = new TreeMap<>();
    private int ngTiles;
    private int passTiles;

    private DeepPcbImport(ImportOrder order) {
        this.order = order;
        this.workspace = new AoiWorkspace(order.out());
        this.cutter = new TileCutter(order.tile(), order.margin());
    }

    /**
     * Imports.
     *
     * @throws dev.syncprotocol.protocol.error.SyncException {@code path_taken} when the target holds something, {@code usage} or {@code config_invalid} for what the source lacks
     */
    public static Imported run(ImportOrder order) throws IOException {
        AoiWorkspace.requireEmpty(order.out());
        List<BoardPair> pairs = PairFolder.read(order.from());
        return new DeepPcbImport(order).write(pairs, BoardSplit.of(pairs, order.groups()));
    }

    private Imported write(List<BoardPair> pairs, BoardSplit split) throws IOException {
        List<GroupRole> sets = Stream.of(GroupRole.values())
                .filter(role -> !split.boards(role, pairs).isEmpty())
                .toList();
        for (GroupRole role : sets) {
            set(role, split.boards(role, pairs));
        }
        setAside();
        for (GroupRole role : sets) {
            Path csv = csv(role);
            Files.createDirectories(csv.getParent());
            SampleTableFile.write(csv, table(role.word()));
        }
        write(workspace.baselineSpec(), new StarterSpec(PICTURES, EPOCHS, IMAGE_SIZE, LEARNING_RATE).yaml());
        int boxes = pairs.stream().mapToInt(pair -> pair.boxes().size()).sum();
        SortedMap<String, Integer> counts = new TreeMap<>();
        rows.forEach((name, list) -> counts.put(name, list.size()));
        return new Imported(
                pairs.size(),
                boxes,
                ngTiles,
                cutter.rejected(),
                passTiles,
                split.groups(),
                ids(split.heldOut()),
                counts);
    }

    private static List<String> ids(List<BoardPair> boards) {
        return boards.stream().map(BoardPair::id).toList();
    }

    /** Takes tiles out that look like a tile of a set that decides more, so that a pre-flight finds no leak. */
    private void setAside() throws IOException {
        List<SampleSet> train = List.of(sampleSet("train"), sampleSet("pool"), sampleSet(PAIRS));
        List<SampleSet> heldOut = Stream.of(GroupRole.VALIDATION, GroupRole.BENCHMARK, GroupRole.KPI)
                .map(GroupRole::word)
                .filter(rows::containsKey)
                .map(this::sampleSet)
                .toList();
        for (Map.Entry<String, Set<String>> copies :
                CrossSetCopies.of(train, heldOut, PICTURES).entrySet()) {
            List<SampleRow> list = rows(copies.getKey());
            for (SampleRow row : List.copyOf(list)) {
                if (copies.getValue().contains(row.objectName())) {
                    list.remove(row);
                    drop(copies.getKey(), row);
                }
            }
        }
    }

    private void drop(String set, SampleRow row) throws IOException {
        Path root = root(set);
        Files.delete(PICTURES.input(root, row, PICTURES.lights().get(0)));
        Files.delete(PICTURES.golden(root, row, PICTURES.lights().get(0)));
        if (Labels.isPass(row.label())) {
            passTiles--;
        } else {
            ngTiles--;
            cutter.reject("near_copy_across_sets");
        }
    }

    private SampleSet sampleSet(String set) {
        return new SampleSet(set, table(set), root(set));
    }

    private SampleTable table(String set) {
        return SampleTable.of(List.of(), rows(set));
    }

    private Path root(String set) {
        return switch (set) {
            case PAIRS -> workspace.root();
            case "pool" -> workspace.miningPool();
            default -> workspace.kpiImages();
        };
    }

    private List<SampleRow> rows(String set) {
        return rows.computeIfAbsent(set, name -> new ArrayList<>());
    }

    private void set(GroupRole role, List<BoardPair> pairs) throws IOException {
        List<SampleRow> rowsOfSet = rows(role.word());
        List<Tile> clear = new ArrayList<>();
        int before = ngTiles;
        for (BoardPair pair : pairs) {
            TilePictures pictures = TilePictures.of(pair, order.tile(), order.binarize());
            for (Tile tile : cutter.defects(pair, pictures.width(), pictures.height())) {
                ngTiles++;
                defect(role, tile, pictures, rowsOfSet);
            }
            cutter.clear(pair, pictures.width(), pictures.height()).stream()
                    .filter(pictures::isStructured)
                    .forEach(clear::add);
        }
        Set<Tile> chosen = choose(role, clear, (ngTiles - before) * order.passPerNg());
        for (BoardPair pair : pairs) {
            rowsOfSet.addAll(good(role, pair, chosen));
        }
        passTiles += chosen.size();
    }

    /** A tile of the pool's groups becomes a pre-generated pair, every other one a row. */
    private void defect(GroupRole role, Tile tile, TilePictures pictures, List<SampleRow> into) throws IOException {
        if (role != GroupRole.POOL) {
            into.add(row(role, tile, pictures));
            return;
        }
        String type = tile.pair().group() + "+" + tile.label();
        String name = String.format("%s_%04d", type, madePairs.merge(type, 1, Integer::sum));
        String file = PICTURES.fileName(name, PICTURES.lights().get(0));
        pictures.writeTested(tile, workspace.pregenNg().resolve(file));
        pictures.writeTemplate(tile, workspace.pregenOk().resolve(file));
        Map<String, String> cells = cells(tile, name);
        cells.put(SampleColumns.INPUT_PATH, workspace.relative(workspace.pregenNg()));
        cells.put(SampleColumns.GOLDEN_PATH, workspace.relative(workspace.pregenOk()));
        rows(PAIRS).add(new SampleRow(0, cells));
    }

    private List<SampleRow> good(GroupRole role, BoardPair pair, Set<Tile> chosen) throws IOException {
        List<Tile> own =
                chosen.stream().filter(tile -> tile.pair().equals(pair)).toList();
        if (own.isEmpty()) {
            return List.of();
        }
        TilePictures pictures = TilePictures.of(pair, order.tile(), order.binarize());
        List<SampleRow> good = new ArrayList<>();
        for (Tile tile : own) {
            good.add(row(role, tile, pictures));
        }
        return good;
    }

    /** So many good tiles, drawn by the seed, in the order they were found. */
    private Set<Tile> choose(GroupRole role, List<Tile> clear, int count) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < clear.size(); i++) {
            places.add(i);
        }
        Collections.shuffle(places, new Random(order.seed() + role.ordinal()));
        Set<Tile> chosen = new LinkedHashSet<>();
        places.stream().limit(count).sorted().map(clear::get).forEach(chosen::add);
        return chosen;
    }

    private SampleRow row(GroupRole role, Tile tile, TilePictures pictures) throws IOException {
        BoardPair pair = tile.pair();
        Path root = role == GroupRole.POOL ? workspace.miningPool() : workspace.kpiImages();
        String input = "tiles/" + pair.group() + "/" + pair.id();
        String golden = "golden/" + pair.group() + "/" + pair.id();
        String file = PICTURES.fileName(tile.name(), PICTURES.lights().get(0));
        pictures.writeTested(tile, root.resolve(input).resolve(file));
        pictures.writeTemplate(tile, root.resolve(golden).resolve(file));
        Map<String, String> cells = cells(tile, tile.name());
        cells.put(SampleColumns.INPUT_PATH, input);
        cells.put(SampleColumns.GOLDEN_PATH, golden);
        return new SampleRow(0, cells);
    }

    private static Map<String, String> cells(Tile tile, String name) {
        Map<String, String> cells = new LinkedHashMap<>();
        SampleColumns.ALL.forEach(column -> cells.put(column, ""));
        cells.put(SampleColumns.LABEL, tile.label());
        cells.put(SampleColumns.OBJECT_NAME, name);
        cells.put("project", tile.pair().group());
        cells.put(SampleColumns.BOARD_NAME, tile.pair().id());
        return cells;
    }

    private Path csv(GroupRole role) {
        return switch (role) {
            case TRAIN -> workspace.trainingCsv();
            case VALIDATION -> workspace.validationCsv();
            case KPI -> workspace.kpiCsv();
            case POOL -> workspace.miningPoolCsv();
            case BENCHMARK -> workspace.benchmarkPlace();
        };
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
