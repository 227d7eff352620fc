package dev.syncprotocol.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.Coordinator;
import dev.syncprotocol.coordinator.CoordinatorPorts;
import dev.syncprotocol.coordinator.round.IngestedPackage;
import dev.syncprotocol.coordinator.round.RecordedArtifact;
import dev.syncprotocol.coordinator.round.Round;
import dev.syncprotocol.coordinator.workspace.Workspace;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The documents behind the resources. Reading one takes no lock and writes nothing.
 *
 * @param door asked for the round plan, so that it is the very document the command line prints
 * @param folder a folder of the workspace
 */
record ResourceDocuments(Door door, Path folder) {
    private static final String REPORTS = "reports";
    private static final RepoPath EFFECTIVE_CONFIG = new RepoPath("reports/config_effective.yaml");

    /** Most bytes of a file that are shown; of a larger one the end, where the newest lines are. */
    private static final int MOST_BYTES = 256 * 1024;

    /**
     * The document of a resource.
     *
     * @param parts its address, for example packages, 3, gemini
     * @throws SyncException {@link ErrorCode#USAGE} when there is no such thing
     */
    String of(List<String> parts) throws IOException {
        return switch (parts.get(0) + parts.size()) {
            case "plan1" -> plan(List.of("round", "show"));
            case "plan2" ->
                plan(List.of(
                        "round", "show", Integer.toString(round(parts.get(1)).value())));
            case "packages1" -> SyncJson.compact(packages());
            case "packages3" -> SyncJson.compact(syncPackage(round(parts.get(1)), new Party(parts.get(2))));
            case "config1" -> SyncJson.compact(file(EFFECTIVE_CONFIG));
            case "reports1" -> SyncJson.compact(reports());
            case "reports2" -> SyncJson.compact(file(new RepoPath(REPORTS + "/" + parts.get(1))));
            default -> throw missing("no resource " + String.join("/", parts));
        };
    }

    private static SyncException missing(String words) {
        return new SyncException(ErrorCode.USAGE, words);
    }

    private static RoundNumber round(String typed) {
        return new RoundNumber(Integer.parseInt(typed));
    }

    private String plan(List<String> words) {
        Reply reply = door.call(new DoorCall(folder, words, new byte[0], line -> {}));
        if (!reply.ok()) {
            throw missing(SyncJson.read(reply.document()).at("/error/message").asText());
        }
        return reply.document();
    }

    private Coordinator coordinator() throws IOException {
        return new Coordinator(Workspace.around(folder), CoordinatorPorts.NONE);
    }

    private ObjectNode packages() throws IOException {
        ObjectNode document = SyncJson.object();
        ArrayNode list = document.putArray("packages");
        for (Round round : coordinator().rounds()) {
            round.packages().forEach(item -> list.add(identity(item)));
        }
        return document;
    }

    private static ObjectNode identity(IngestedPackage item) {
        return SyncJson.object()
                .put("round", item.event().round().value())
                .put("party", item.event().from().name())
                .put("revision", item.event().revision())
                .put("record", item.record())
                .put("at", item.at().toString())
                .put("received_sha256", item.event().receivedSha256().hex())
                .put("content_sha256", item.event().contentSha256().hex());
    }

    private ObjectNode syncPackage(RoundNumber number, Party party) throws IOException {
        IngestedPackage item = coordinator()
                .round(number)
                .packageOf(party)
                .orElseThrow(() -> missing("round " + number + " has no package of " + party));
        ObjectNode document = identity(item);
        document.set("package", untrusted(party, item.event().received()));
        return document;
    }

    private ObjectNode reports() throws IOException {
        Path reports = Workspace.around(folder).root().resolve(REPORTS);
        ObjectNode document = SyncJson.object();
        ArrayNode list = document.putArray(REPORTS);
        if (Files.isDirectory(reports)) {
            try (Stream<Path> files = Files.list(reports)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String name = file.getFileName().toString();
                    list.addObject()
                            .put("name", name)
                            .put("uri", "sync://reports/" + name)
                            .put("bytes", Files.size(file));
                }
            }
        }
        return document;
    }

    private ObjectNode file(RepoPath path) throws IOException {
        Coordinator coordinator = coordinator();
        Path root = coordinator.workspace().root();
        Path file = path.below(root);
        if (path.leaves(root) || !Files.isRegularFile(file)) {
            throw missing("there is no file " + path);
        }
        ObjectNode document = SyncJson.object()
                .put("path", path.value())
                .put("bytes", Files.size(file))
                .put("sha256", Sha256.ofFile(file).hex());
        long from = Math.max(0, Files.size(file) - MOST_BYTES);
        document.put("from_byte", from);
        document.set("content", untrusted(author(coordinator, path), end(file, from)));
        return document;
    }

    private static String end(Path file, long from) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(MOST_BYTES, open.length() - from)];
            open.seek(from);
            open.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Who declared the file last; the local party where nobody did. */
    private static Party author(Coordinator coordinator, RepoPath path) throws IOException {
        Optional<Party> declared = coordinator.rounds().stream()
                .flatMap(round -> round.packages().stream())
                .filter(item -> item.event().artifacts().stream().anyMatch(artifact -> covers(artifact, path)))
                .map(item -> item.event().from())
                .reduce((older, newer) -> newer);
        return declared.orElse(coordinator.workspace().config().local());
    }

    private static boolean covers(RecordedArtifact artifact, RepoPath path) {
        String declared = artifact.path().value();
        return declared.equals(path.value())
                || declared.endsWith("/") && path.value().startsWith(declared);
    }

    private static ObjectNode untrusted(Party party, String text) {
        return SyncJson.object().put("untrusted_from", party.name()).put("text", text);
    }
}
