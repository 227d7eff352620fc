package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.PackageDraft;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync package draft}: what is there and what is open, as a package to edit. */
@Command(
        name = "draft",
        description = "Write the local package from what is there: declared outputs that exist, open needs.",
        footer = {"", "Example:", "  sync package draft --out package.json"})
final class PackageDraftVerb implements Verb {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "write it to a new file; an existing one is never overwritten")
    @Nullable
    private Path out;

    @Override
    public Answer answer(Invocation in) throws IOException {
        PackageDraft draft = Wiring.coordinator(in).draftPackage();
        draft.absent().forEach(path -> in.progress().say("left out, since it is not there: " + path));
        if (out != null) {
            writeNew(in.folder().resolve(out), draft.text());
        }
        ObjectNode data = SyncJson.object();
        data.set("package", SyncJson.read(draft.text()));
        data.set("absent", Trees.texts(draft.absent()));
        String words = out == null ? draft.text().stripTrailing() : "draft written to " + out;
        Answer.Form form = out == null ? Answer.Form.DOCUMENT : Answer.Form.PROSE;
        return new Answer("sync.package-draft/1", data, words, draft.next(), form);
    }

    private static void writeNew(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new SyncException(ErrorCode.USAGE, file + " exists and is not overwritten", e);
        }
    }
}
