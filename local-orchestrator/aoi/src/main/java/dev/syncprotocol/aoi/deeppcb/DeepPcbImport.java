package dev.syncprotocol.aoi.deeppcb;

import dev.syncprotocol.aoi.spec.StarterSpec;
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

/** {@code sync aoi import-deeppcb}: pairs to tiles to a workspace, split by board group. */
public final class DeepPcbImport {
    private static final Pictures PICTURES = new Pictures(List.of("SolderLight"), ".png");
    private static final int EPOCHS = 6;
    private static final int IMAGE_SIZE = 64;

    private final ImportOrder order;
    private final AoiWorkspace workspace;
    private final TileCutter cutter;
    private final SortedMap<String, Integer> rows = new TreeMap<>();
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
        Map<GroupRole, List<String>> groups = GroupSplit.of(pairs, order.groups());
        return new DeepPcbImport(order).write(pairs, groups);
    }

    private Imported write(List<BoardPair> pairs, Map<GroupRole, List<String>> groups) throws IOException {
        for (GroupRole role : GroupRole.values()) {
            List<String> own = groups.getOrDefault(role, List.of());
            set(role, pairs.stream().filter(pair -> own.contains(pair.group())).toList());
        }
        write(workspace.baselineSpec(), new StarterSpec(PICTURES, EPOCHS, IMAGE_SIZE).yaml());
        int boxes = pairs.stream().mapToInt(pair -> pair.boxes().size()).sum();
        return new Imported(pairs.size(), boxes, ngTiles, cutter.rejected(), passTiles, groups, rows);
    }

    private void set(GroupRole role, List<BoardPair> pairs) throws IOException {
        List<SampleRow> rowsOfSet = new ArrayList<>();
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
        rows.put(role.word(), rowsOfSet.size());
        Path csv = csv(role);
        Files.createDirectories(csv.getParent());
        SampleTableFile.write(csv, SampleTable.of(List.of(), rowsOfSet));
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
        rows.merge("pairs", 1, Integer::sum);
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
        Map<String, String> cells = new LinkedHashMap<>();
        SampleColumns.ALL.forEach(column -> cells.put(column, ""));
        cells.put(SampleColumns.INPUT_PATH, input);
        cells.put(SampleColumns.GOLDEN_PATH, golden);
        cells.put(SampleColumns.LABEL, tile.label());
        cells.put(SampleColumns.OBJECT_NAME, tile.name());
        cells.put("project", pair.group());
        cells.put(SampleColumns.BOARD_NAME, pair.id());
        return new SampleRow(0, cells);
    }

    private Path csv(GroupRole role) {
        return switch (role) {
            case TRAIN -> workspace.trainingCsv();
            case VALIDATION -> workspace.validationCsv();
            case KPI -> workspace.kpiCsv();
            case POOL -> workspace.miningPoolCsv();
        };
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
