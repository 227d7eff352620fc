package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.state.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** A committed file that changes between two stages (specification §10.3): after which stage, which, and the stage that reads it next. */
enum ChangedInput {
    CHECKPOINT_OF_THE_BASELINE("baseline train", "baseline/train/", ".safetensors", "baseline evaluate"),
    SPECIFICATION_OF_THE_BASELINE("baseline train", "baseline/specs/", ".yaml", "baseline evaluate"),
    SCORES_OF_THE_BASELINE("baseline evaluate", "baseline/inference/", "/inference.csv", "baseline rca"),
    CERTIFICATE_OF_THE_BASELINE("baseline rca", "baseline/inference/", "/threshold_certificate.json", "iter1 routing"),
    WEAK_PICTURES("baseline rca", "baseline/rca_results/", "/kpi_gaps.parquet", "iter1 routing"),
    STAGED_DIGESTS("iter1 routing", "synth_pool/", "/inputs.sha256.json", "iter1 anomalygen"),
    STAGED_MANIFEST("iter1 routing", "synth_pool/", "/manifest.json", "iter1 anomalygen"),
    STAGED_POOL("iter1 anomalygen", "synth_pool/", "/source_pool.csv", "iter1 data_mining"),
    STAGED_EMBEDDINGS("iter1 anomalygen", "synth_pool/", "/source_embeddings.parquet", "iter1 data_mining"),
    ROUTED_PICTURES("iter1 anomalygen", "iter1/routing_results/", "/mining_gaps.parquet", "iter1 data_mining"),
    APPENDED_ROWS("iter1 anomalygen", "iter1/anomalygen/", "/source_pool_delta.csv", "iter1 data_mining"),
    MINED_ROWS("iter1 data_mining", "iter1/mining_filter/", "/mining_pool.csv", "iter1 train"),
    TABLE_OF_THE_ITERATION_BEFORE("iter2 data_mining", "iter1/dataset/", "/train_combined_iter1.csv", "iter2 train"),
    DIGESTS_OF_THE_ITERATION_BEFORE("iter2 routing", "iter1/anomalygen/", "/inputs.sha256.json", "iter2 anomalygen");

    final String after;
    final String reader;
    private final String folder;
    private final String ending;

    ChangedInput(String after, String folder, String ending, String reader) {
        this.after = after;
        this.folder = folder;
        this.ending = ending;
        this.reader = reader;
    }

    /** Every such file, one byte longer. */
    void change(RunFolder run) throws IOException {
        for (Path file : files(run)) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
        }
    }

    /** The same as they were. */
    void putBack(RunFolder run) throws IOException {
        for (Path file : files(run)) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        }
    }

    private Iterable<Path> files(RunFolder run) throws IOException {
        try (Stream<Path> tree = Files.walk(run.root().resolve(folder))) {
            return tree.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
