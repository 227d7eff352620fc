package dev.syncprotocol.agent.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.agent.model.AnswerPieces;
import dev.syncprotocol.agent.model.Ask;
import dev.syncprotocol.agent.model.Model;
import dev.syncprotocol.agent.model.ModelFailure;
import dev.syncprotocol.agent.model.ModelReply;
import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.protocol.schema.SchemaId;
import dev.syncprotocol.protocol.schema.SchemaValidator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;

/** Exchanges that were written down before, played back: each purpose gets its answers in their order. Asks nobody. */
public final class ReplayModel implements Model {
    private static final String SHIPPED = "round-01.jsonl";

    private final String provider;
    private final Map<String, Queue<ModelReply>> answers = new HashMap<>();

    private ReplayModel(String provider) {
        this.provider = provider;
    }

    /**
     * Reads a folder of exchanges, in the order of their names.
     *
     * @param provider the provider's name in the settings
     * @throws SyncException {@link ErrorCode#CONFIG_INVALID} where there is none or one is broken
     */
    public static ReplayModel read(String provider, Path workspace, RepoPath recording) throws IOException {
        Path folder = recording.below(workspace);
        if (!Files.isDirectory(folder) || recording.leaves(workspace)) {
            throw new SyncException(ErrorCode.CONFIG_INVALID, "no folder of recorded exchanges at " + recording);
        }
        ReplayModel model = new ReplayModel(provider);
        for (Path file : files(folder)) {
            model.add(Files.readAllBytes(file), recording + "" + file.getFileName());
        }
        return model;
    }

    /** The recording this program ships, for a first round without a network: written by hand, said by no model. */
    public static ReplayModel shipped(String provider) throws IOException {
        ReplayModel model = new ReplayModel(provider);
        try (InputStream in = ReplayModel.class.getResourceAsStream(SHIPPED)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                model.add(line.getBytes(StandardCharsets.UTF_8), SHIPPED);
            }
        }
        return model;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private void add(byte[] exchange, String name) {
        JsonNode document = SchemaValidator.load(
                        SchemaId.AGENT_EXCHANGE_V1, exchange, DocumentFormat.JSON, ErrorCode.CONFIG_INVALID, name)
                .root();
        Exchange.reply(document)
                .ifPresent(reply -> answers.computeIfAbsent(
                                document.path("purpose").asText(), purpose -> new ArrayDeque<>())
                        .add(reply));
    }

    @Override
    public ModelReply ask(Ask ask, int maxOutputTokens, AnswerPieces pieces) {
        Queue<ModelReply> left = answers.get(ask.purpose());
        if (left == null || left.isEmpty()) {
            throw new ModelFailure(
                    provider,
                    ModelFailure.Kind.REFUSED,
                    "the recording holds no further answer for: " + ask.purpose(),
                    0);
        }
        return left.remove();
    }

    @Override
    public Origin origin() {
        return Origin.REPLAY;
    }
}
