package dev.syncprotocol.aoi.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.aoi.table.Pictures;
import dev.syncprotocol.aoi.table.SampleRow;
import dev.syncprotocol.aoi.workspace.AoiWorkspace;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The stage {@code anomalygen} of an iteration: the staged pool is read and checked, never staged again (S4-12.10, decision A27). */
public final class PregenIngest {
    private PregenIngest() {}

    /**
     * Checks that nothing changed since the last look and finds the samples appended to the mining pool since. Writes {@code ingest_summary.json}, {@code source_pool_delta.csv}
     * and {@code inputs.sha256.json} into a folder.
     *
     * @param synthPool {@code ${RESULTS_DIR}/synth_pool}
     * @param lastInputs the newest {@code inputs.sha256.json}: of the previous iteration, or of {@code synth_pool}
     * @param outputDir where the files go; exists
     * @throws SyncException {@code pregen_mutated}, {@code mining_pool_rewritten}, {@code mining_pool_missing}, {@code mining_pool_empty}, {@code pregen_empty}, {@code
     *     amp_allocation_mismatch}, {@code evidence_missing} without a manifest, {@code evidence_changed} for one that is no JSON
     */
    public static Ingested check(
            AoiWorkspace workspace, Pictures pictures, Path synthPool, Path lastInputs, Path outputDir)
            throws IOException {
        Path manifestFile = synthPool.resolve("manifest.json");
        JsonNode manifest = manifest(manifestFile);
        InputDigests known = InputDigests.read(lastInputs);
        known.verify(workspace);
        allocation(workspace, pictures, synthPool, manifest);
        MiningPool pool = MiningPoolFile.read(workspace, pictures);
        List<SampleRow> appended =
                pool.table().rows().subList(known.poolRows(), pool.table().size());
        List<SourceSample> delta = SourcePoolFile.real(appended, pictures);
        Ingested result = new Ingested(
                pool.table().size(), manifest.at("/counts/sdg_rows").intValue(), delta);
        SourcePoolFile.write(outputDir.resolve("source_pool_delta.csv"), delta);
        InputDigests.take(workspace, pictures, pool).write(outputDir.resolve("inputs.sha256.json"));
        summary(synthPool, manifestFile, result, outputDir);
        return result;
    }

    private static JsonNode manifest(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new SyncException(ErrorCode.EVIDENCE_MISSING, "expected the staged pool's " + file + ", found none");
        }
        JsonNode manifest = parsed(file);
        if (manifest.at("/counts/sdg_rows").asInt(0) < 1) {
            throw new SyncException(
                    ErrorCode.PREGEN_EMPTY,
                    file + ": expected counts.sdg_rows above 0, found " + manifest.at("/counts/sdg_rows"));
        }
        return manifest;
    }

    private static JsonNode parsed(Path file) throws IOException {
        try {
            JsonNode tree = SyncJson.read(Files.readString(file, StandardCharsets.UTF_8));
            if (tree.isObject()) {
                return tree;
            }
            throw changed(file, null);
        } catch (UncheckedIOException | CharacterCodingException e) {
            throw changed(file, e);
        }
    }

    private static SyncException changed(Path file, @Nullable Exception cause) {
        return new SyncException(
                ErrorCode.EVIDENCE_CHANGED,
                file + ": expected the object it was staged as, found no such JSON",
                cause,
                null,
                List.of(),
                List.of());
    }

    private static void allocation(AoiWorkspace workspace, Pictures pictures, Path synthPool, JsonNode manifest)
            throws IOException {
        Pairing pairing = StemPairing.of(workspace, pictures);
        AmpAllocation.check(DefectSpec.read(workspace.defectSpec()), pairing);
        TreeMap<String, Integer> rows = new TreeMap<>();
        SourcePoolFile.read(synthPool.resolve("source_pool.csv")).stream()
                .filter(sample -> sample.provenance() == Provenance.SDG)
                .forEach(sample -> rows.merge(sample.row().label(), 1, Integer::sum));
        AmpAllocation.check(pairing, rows, manifest.at("/counts/sdg_rows").intValue());
    }

    private static void summary(Path synthPool, Path manifest, Ingested result, Path outputDir) throws IOException {
        String staged = Files.readString(synthPool.resolve("ingest_summary.json"), StandardCharsets.UTF_8);
        ObjectNode tree = ((ObjectNode) SyncJson.read(staged))
                .put("manifest", manifest.toString())
                .put("manifest_sha256", Sha256.ofFile(manifest).hex())
                .put("real_rows", result.realRows())
                .put("sdg_rows", result.sdgRows())
                .put("appended_rows", result.delta().size());
        AtomicFile.replace(
                outputDir.resolve("ingest_summary.json"), SyncJson.pretty(tree).getBytes(StandardCharsets.UTF_8));
    }
}
