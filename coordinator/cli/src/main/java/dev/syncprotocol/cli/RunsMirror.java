package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.store.Finding;
import dev.syncprotocol.runs.store.MirrorObject;
import dev.syncprotocol.runs.store.MirrorOrder;
import dev.syncprotocol.runs.store.RunDamaged;
import dev.syncprotocol.runs.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync runs mirror}: a second copy that was read back; {@code --check} copies nothing. */
@Command(
        name = "mirror",
        description = "Copy the best, runs and the registry to another place.",
        footer = {"", "Example:", "  sync runs mirror --to /mnt/backup --registry"})
final class RunsMirror implements Verb {
    @Option(names = "--to", paramLabel = "DIR", description = "the mirror (default: as configured, else ./mirror)")
    @Nullable
    private String to;

    @Option(names = "--best", description = "every showcase (always)")
    private boolean best;

    @Option(names = "--runs", paramLabel = "ID", arity = "1..*", description = "these runs as well")
    private List<String> runs = List.of();

    @Option(names = "--registry", description = "the registry as well")
    private boolean registry;

    @Option(names = "--check", description = "copy nothing: read every copy, exit 6 when one is bad")
    private boolean check;

    @Mixin
    private StorePlaceOptions places = new StorePlaceOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        RunStore store = StoreDoor.store(in, places.places());
        Path folder = to == null ? store.mirrorFolder() : in.path(to);
        return check ? checked(store, folder) : copied(store, folder);
    }

    private Answer copied(RunStore store, Path folder) throws IOException {
        MirrorOrder.Registry table = registry ? MirrorOrder.Registry.COPIED : MirrorOrder.Registry.LEFT_OUT;
        List<MirrorObject> objects = store.mirror(new MirrorOrder(folder, runs, table));
        String words = objects.size() + " files, each read back, in " + folder;
        return new Answer("sync.runs-mirror/1", data(folder, objects), words, List.of("sync runs mirror --check"));
    }

    private Answer checked(RunStore store, Path folder) throws IOException {
        List<MirrorObject> objects = store.checkMirror(folder);
        List<Finding> findings = objects.stream()
                .filter(object ->
                        object.state() == MirrorObject.State.BAD || object.state() == MirrorObject.State.MISSING)
                .map(RunsMirror::finding)
                .toList();
        if (!findings.isEmpty()) {
            throw new RunDamaged("the mirror", findings);
        }
        Words words = new Words();
        objects.stream()
                .filter(object -> object.state() == MirrorObject.State.STALE)
                .forEach(object -> words.line("stale: " + object.path()));
        words.line(objects.size() + " copies read back; none is damaged");
        return new Answer("sync.runs-mirror/1", data(folder, objects), words.text(), List.of("sync runs mirror"));
    }

    private static Finding finding(MirrorObject object) {
        return object.state() == MirrorObject.State.MISSING
                ? Finding.of(ErrorCode.MISSING_FILE, object.path(), "the copy is gone")
                : Finding.of(ErrorCode.DIGEST_MISMATCH, object.path(), "the copy is not what was copied");
    }

    private ObjectNode data(Path folder, List<MirrorObject> objects) {
        ObjectNode data = SyncJson.object();
        data.put("mirror", folder.toString());
        data.put("check", check);
        ArrayNode list = data.putArray("objects");
        objects.forEach(object -> list.add(object.tree()));
        return data;
    }
}
