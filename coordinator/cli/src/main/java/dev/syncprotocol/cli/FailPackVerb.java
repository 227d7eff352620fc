package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.FailPack;
import dev.syncprotocol.runs.Timestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync failpack}: what failed, packed, secrets masked. */
@Command(
        name = "failpack",
        description = "Pack logs, reports and configs, secrets masked.",
        footer = {"", "Example:", "  sync failpack"})
final class FailPackVerb implements Verb {
    private static final long MEBIBYTE = 1 << 20;

    @Option(names = "--out", paramLabel = "FILE", description = "where the pack goes")
    @Nullable
    private Path out;

    @Option(
            names = {"--max-mb", "--max_mb"},
            paramLabel = "N",
            defaultValue = "200",
            description = "most MiB of files packed (default: 200)")
    private long maxMb = 200;

    @Option(
            names = "--profile",
            paramLabel = "P",
            defaultValue = "local",
            description = "local: reports/FAIL_<ts>.tgz, rc1: reports/rc1/FAIL_<ts>.tgz (default: local)")
    private Profile profile = Profile.LOCAL;

    /** Where a pack goes unless told otherwise. */
    private enum Profile {
        LOCAL,
        RC1
    }

    @Override
    public Answer answer(Invocation in) throws IOException {
        // A preflight needs no rounds, so its folder need not be a workspace of them.
        Path root = profile == Profile.RC1 ? StoreDoor.root(in) : Wiring.root(in);
        FailPack.Result pack = FailPack.write(new FailPack.Order(
                root,
                Optional.ofNullable(out).map(in.folder()::resolve).or(() -> usual(root, in)),
                maxMb * MEBIBYTE,
                in.environment(),
                in.clock().instant(),
                List.of("sync", "failpack")));
        ObjectNode data = SyncJson.object();
        data.put("file", pack.file().toString());
        data.set("packed", Trees.texts(pack.packed()));
        data.set("left", Trees.texts(pack.left()));
        data.set("missing", Trees.texts(pack.missing()));
        Words words = new Words().line("packed " + pack.packed().size() + " files: " + pack.file());
        pack.packed().forEach(name -> words.line("  " + name));
        pack.left().forEach(name -> words.line("  " + in.style().wait("left out, too large: ") + name));
        return new Answer("sync.failpack/1", data, words.text(), List.of("sync status"));
    }

    private Optional<Path> usual(Path root, Invocation in) {
        return profile == Profile.RC1
                ? Optional.of(Timestamp.freePath(
                        root.resolve("reports/rc1"), "FAIL_", in.clock().instant(), ".tgz"))
                : Optional.empty();
    }
}
