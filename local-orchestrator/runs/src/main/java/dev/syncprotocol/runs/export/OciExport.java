package dev.syncprotocol.runs.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.FinishedRun;
import dev.syncprotocol.runs.store.RunFile;
import dev.syncprotocol.runs.store.RunFolder;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finished runs as an OCI image layout: every file is a blob named by its digest, every run an artifact manifest with the
 * file's path as title, so that tools for registries can carry it (OCI image specification 1.1).
 */
public final class OciExport {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String RUN = "application/vnd.syncprotocol.run.v1";
    private static final String EMPTY = "application/vnd.oci.empty.v1+json";
    private static final String FILE = "application/octet-stream";
    private static final String TITLE = "org.opencontainers.image.title";

    private final ExportFolder out;

    private OciExport(ExportFolder out) {
        this.out = out;
    }

    /**
     * Writes runs into an absent or empty folder.
     *
     * @param folder absolute
     * @return the digests of their manifests, by our ids
     */
    public static Map<String, String> write(RunStore store, List<String> ids, Path folder) throws IOException {
        List<FinishedRun> runs = ExportFolder.verified(store, ids);
        OciExport export = new OciExport(ExportFolder.at(folder, store));
        ObjectNode index = SyncJson.object();
        index.put("schemaVersion", 2);
        index.put("mediaType", "application/vnd.oci.image.index.v1+json");
        ArrayNode manifests = index.putArray("manifests");
        Map<String, String> exported = new LinkedHashMap<>();
        for (FinishedRun run : runs) {
            ObjectNode manifest = export.run(run);
            manifests.add(manifest);
            exported.put(run.id(), manifest.path("digest").textValue());
        }
        export.out.write("index.json", CanonicalJson.text(index));
        export.out.write("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
        return exported;
    }

    private ObjectNode run(FinishedRun run) throws IOException {
        ObjectNode manifest = SyncJson.object();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MANIFEST);
        manifest.put("artifactType", RUN);
        manifest.set("config", text("{}", EMPTY));
        ArrayNode layers = manifest.putArray("layers");
        for (RunFile file : run.end().content().files()) {
            layers.add(file(run.folder().resolve(file.path()), file.path(), file.sha256()));
        }
        for (String name : List.of(RunFolder.MANIFEST, RunFolder.SUMS)) {
            Path path = run.folder().resolve(name);
            layers.add(file(path, name, Sha256.ofFile(path)));
        }
        ObjectNode descriptor = text(CanonicalJson.text(manifest), MANIFEST);
        descriptor.putObject("annotations").put("org.opencontainers.image.ref.name", run.id());
        return descriptor;
    }

    private ObjectNode file(Path source, String path, Sha256 digest) throws IOException {
        out.copy(source, blob(digest), digest);
        ObjectNode descriptor = descriptor(FILE, digest, Files.size(source));
        descriptor.putObject("annotations").put(TITLE, path);
        return descriptor;
    }

    private ObjectNode text(String content, String type) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Sha256 digest = Sha256.of(bytes);
        if (!Files.exists(out.root().resolve(blob(digest)))) {
            out.write(blob(digest), content);
        }
        return descriptor(type, digest, bytes.length);
    }

    private static ObjectNode descriptor(String type, Sha256 digest, long size) {
        return SyncJson.object()
                .put("mediaType", type)
                .put("digest", digest.prefixed())
                .put("size", size);
    }

    private static String blob(Sha256 digest) {
        return "blobs/sha256/" + digest.hex();
    }
}
