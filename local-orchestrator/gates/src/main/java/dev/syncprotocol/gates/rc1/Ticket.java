package dev.syncprotocol.gates.rc1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.gates.RunMode;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.json.CanonicalJson;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The preflight pass on disk, {@code reports/preflight/round2_pass.json}, recomputed (preflight.md section 8.3). Its own
 * digest guards against mistake and staleness; it is no signature.
 *
 * @param workspace whose ticket
 * @param path where it is expected, inside the workspace
 */
public record Ticket(Path workspace, String path) {
    /**
     * What a ticket is held against.
     *
     * @param mode of this run
     * @param toolVersion of this program
     * @param commit HEAD; empty outside a work tree
     * @param now the time
     */
    public record Present(RunMode mode, String toolVersion, Optional<String> commit, Instant now) {}

    /**
     * Every reason not to train by a config on it; empty when it holds and was made for this one.
     *
     * @param config path of the training config inside the workspace
     */
    public List<String> findingsFor(String config, Present present) throws IOException {
        List<String> found = new ArrayList<>(findings(present));
        if (found.isEmpty()
                && !read(workspace.resolve(path)).orElseThrow().path("inputs").has(config)) {
            found.add("the ticket was not made for " + config);
        }
        return found;
    }

    /** Every reason not to train on it, in the order of the specification; empty when it holds. */
    public List<String> findings(Present present) throws IOException {
        Path file = workspace.resolve(path);
        if (!Files.isRegularFile(file)) {
            return List.of("preflight not passed: no " + path);
        }
        Optional<JsonNode> read = read(file);
        return read.isPresent() && read.get().isObject()
                ? findings((ObjectNode) read.get(), present)
                : List.of(path + " is no JSON object");
    }

    private static Optional<JsonNode> read(Path file) throws IOException {
        try {
            return Optional.of(SyncJson.read(Files.readString(file)));
        } catch (UncheckedIOException e) {
            // Not JSON: said by the caller as a finding like any other.
            return Optional.empty();
        }
    }

    private List<String> findings(ObjectNode ticket, Present present) throws IOException {
        List<String> found = new ArrayList<>();
        boolean passed = ticket.path("round").asText().equals("round2")
                && ticket.path("pass").asBoolean(false);
        add(found, passed, path + " is no passed round 2");
        add(
                found,
                ticket.path("ticket_sha256").asText().equals(ownDigest(ticket)),
                path + " was changed after it was made");
        String mode = ticket.path("mode").asText();
        add(
                found,
                mode.equals(present.mode().word()),
                "made in mode " + mode + ", not " + present.mode().word());
        round1(ticket, found);
        bound(ticket, found);
        String version = ticket.path("tool_version").asText();
        add(
                found,
                version.equals(present.toolVersion()),
                "made by version " + version + ", this is " + present.toolVersion());
        String commit = ticket.path("git_commit").asText("");
        add(
                found,
                commit.equals(present.commit().orElse("")),
                "made on commit " + shown(commit) + ", HEAD is "
                        + shown(present.commit().orElse("")));
        add(found, young(ticket, present.now()), "older than its limit of " + ticket.path("max_age_h") + " h");
        return found;
    }

    private static String shown(String commit) {
        return commit.isEmpty() ? "none" : commit.substring(0, Math.min(12, commit.length()));
    }

    private static void add(List<String> found, boolean holds, String why) {
        if (!holds) {
            found.add(why);
        }
    }

    private void round1(ObjectNode ticket, List<String> found) throws IOException {
        Path file = workspace.resolve(Rc1Paths.ROUND1);
        boolean bound = Files.isRegularFile(file)
                && Sha256.ofFile(file).hex().equals(ticket.path("round1_sha256").asText());
        add(found, bound, Rc1Paths.ROUND1 + " is missing or another than the ticket binds");
        boolean passed = bound
                && read(file).map(node -> node.path("pass").asBoolean(false)).orElse(false);
        add(found, !bound || passed, Rc1Paths.ROUND1 + " did not pass");
    }

    private void bound(ObjectNode ticket, List<String> found) throws IOException {
        add(found, ticket.path("inputs").size() > 0, "it binds no inputs");
        for (String part : List.of("inputs", "scorer_evidence")) {
            for (var entry : ticket.path(part).properties()) {
                String now = Bound.digest(workspace, entry.getKey());
                add(found, now.equals(entry.getValue().asText()), entry.getKey() + " changed since the preflight");
            }
        }
    }

    private static boolean young(ObjectNode ticket, Instant now) {
        double limit = ticket.path("max_age_h").asDouble(0);
        try {
            Duration age = Duration.between(Instant.parse(ticket.path("ts").asText()), now);
            return limit == 0 || age.toSeconds() <= limit * 3_600;
        } catch (DateTimeException e) {
            // A time nobody can read is never young.
            return false;
        }
    }

    /** Digest of the canonical form without the digest itself. */
    static String ownDigest(ObjectNode ticket) {
        ObjectNode rest = ticket.deepCopy();
        rest.remove("ticket_sha256");
        return Sha256.of(CanonicalJson.bytes(rest)).hex();
    }
}
