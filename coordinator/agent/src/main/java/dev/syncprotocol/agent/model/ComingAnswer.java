package dev.syncprotocol.agent.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** An answer while it comes, on the transport's thread. */
final class ComingAnswer implements StreamingChatResponseHandler {
    private final CompletableFuture<ChatResponse> answer;
    private final AnswerPieces pieces;
    private final AtomicLong characters = new AtomicLong();

    ComingAnswer(CompletableFuture<ChatResponse> answer, AnswerPieces pieces) {
        this.answer = answer;
        this.pieces = pieces;
    }

    @Override
    public void onPartialResponse(String piece) {
        count(piece.length());
    }

    @Override
    public void onPartialToolCall(PartialToolCall call) {
        count(call.partialArguments().length());
    }

    private void count(int more) {
        characters.addAndGet(more);
        pieces.came(more);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        answer.complete(response);
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    /** What came so far. */
    long characters() {
        return characters.get();
    }
}
