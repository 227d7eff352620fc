package dev.syncprotocol.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.coordinator.readiness.GateDemand;
import dev.syncprotocol.protocol.Party;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
    @TempDir
    Path folder;

    private TestWorkspace workspace;
    private Coordinator sync;

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = new TestWorkspace(folder);
        sync = workspace.coordinator();
    }

    @Test
    void tellsWhatToDoBeforeTheFirstRound() throws IOException {
        StatusReport status = sync.status();
        assertThat(status.round()).isEmpty();
        assertThat(status.ledger()).isEmpty();
        assertThat(status.gate().open()).isFalse();
        assertThat(status.next()).containsExactly("sync round next");
    }

    @Test
    void tellsWhoseTurnItIs() throws IOException {
        workspace.openRound();
        assertThat(sync.status().turn()).isEqualTo(Party.CURSOR);
        assertThat(sync.status().gate().blockedBy()).containsExactly("command 1", "command 2", "command 3");
        workspace.reportAll();
        assertThat(sync.status().gate().blockedBy()).containsExactly("package of cursor");
        assertThat(sync.status().next()).contains("sync package draft");
        workspace.ingest(TestWorkspace.cursor(1, TestWorkspace.NEEDS));
        assertThat(sync.status().turn()).isEqualTo(Party.GEMINI);
        assertThat(sync.status().next()).contains("sync needs --for gemini --as message");
        workspace.deliver();
        workspace.ingest(TestWorkspace.gemini(1, TestWorkspace.BOTH));
        assertThat(sync.status().turn()).isEqualTo(Party.CURSOR);
        assertThat(sync.status().next()).contains("sync launch");
        assertThat(sync.status().ledger().orElseThrow().records()).isEqualTo(6);
    }

    @Test
    void asksWithoutChangingAByte() throws IOException {
        workspace.untilWaiting();
        Map<String, Object> before = everything();
        sync.status();
        sync.needs(Optional.empty());
        sync.explain(GateDemand.ALL);
        sync.draftPackage();
        sync.log();
        sync.rounds();
        sync.verify();
        sync.validate("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(everything()).isEqualTo(before);
    }

    private Map<String, Object> everything() throws IOException {
        Map<String, Object> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                all.put(file.toString(), List.of(attributes.lastModifiedTime(), attributes.size()));
            }
        }
        return all;
    }
}
