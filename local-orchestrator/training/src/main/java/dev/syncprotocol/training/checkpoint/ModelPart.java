package dev.syncprotocol.training.checkpoint;

import dev.syncprotocol.training.AdapterSpec;
import dev.syncprotocol.training.EffectiveConfig;
import dev.syncprotocol.training.EngineState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The part of a checkpoint that a model is: its weights and the configuration they were made with, without what only a
 * resume needs. As one uncompressed zip, which unpacks to the files byte for byte (run-store.md C30); equal files give
 * equal bytes.
 */
public final class ModelPart {
    private static final Set<String> RESUME_ONLY =
            Set.of("opt.pt", "sched.pt", "scaler.pt", "rng.pkl", "trainer_state.json", CheckpointManifest.NAME);
    /** What the transformers Trainer and DeepSpeed keep for a resume alone. */
    private static final Pattern RESUME_ONLY_OUTSIDE = Pattern.compile(
            "(optimizer|scheduler|scaler)\\.(pt|bin)|rng_state.*\\.pth|training_args\\.bin|global_step[0-9]+/.*");

    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private ModelPart() {}

    /** Of a saved checkpoint. */
    public static void write(Path folder, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Path file : files(folder)) {
            zip.putNextEntry(entry(folder, file));
            Files.copy(file, zip);
            zip.closeEntry();
        }
        zip.finish();
    }

    /**
     * Of a model that has no saved checkpoint: its files are laid out below this folder first.
     *
     * @param scratch an empty folder; what is in it afterwards belongs to the caller
     */
    public static void layOut(Path scratch, EngineState state, Optional<AdapterSpec> adapter, EffectiveConfig config)
            throws IOException {
        WeightFiles.write(scratch, state.weights(), adapter);
        Files.write(scratch.resolve(CheckpointFiles.CONFIG), config.bytes());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .filter(file -> !isForResume(name(folder, file)))
                    .sorted(Comparator.comparing(file -> name(folder, file)))
                    .toList();
        }
    }

    private static boolean isForResume(String name) {
        return RESUME_ONLY.contains(name) || RESUME_ONLY_OUTSIDE.matcher(name).matches();
    }

    /** A stored entry states size and checksum before its bytes. */
    private static ZipEntry entry(Path folder, Path file) throws IOException {
        ZipEntry entry = new ZipEntry(name(folder, file));
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(NO_TIME);
        entry.setSize(Files.size(file));
        entry.setCrc(crc(file));
        return entry;
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
        }
        return crc.getValue();
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
