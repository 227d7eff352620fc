package dev.syncprotocol.aoi.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Messages of transcripts, attributed to log entries.
 *
 * @param stages one an entry, in log order
 * @param messages how many messages the transcripts hold
 * @param unreadableLines lines of the transcripts that are no JSON object; they were left out
 */
public record Alignment(List<StageTokens> stages, int messages, int unreadableLines) {
    public Alignment {
        stages = List.copyOf(stages);
    }

    /** How many messages lie in the window of an entry. */
    public int attributed() {
        return stages.stream().mapToInt(stage -> stage.tokens().messages()).sum();
    }

    /** What the reader should know, one sentence each. */
    public List<String> warnings() {
        return Stream.of(
                        attributed() == 0 && !stages.isEmpty()
                                ? "none of " + messages
                                        + " messages lies in the window of a stage: another session's transcript, or clocks that differ?"
                                : "",
                        unreadableLines > 0
                                ? unreadableLines + (unreadableLines == 1 ? " line" : " lines")
                                        + " of the transcripts could not be read"
                                : "")
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    /** The text of {@code loop_tokens.jsonl}. */
    public String lines() {
        return stages.stream()
                .map(StageTokens::tree)
                .map((JsonNode tree) -> SyncJson.compact(tree))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
