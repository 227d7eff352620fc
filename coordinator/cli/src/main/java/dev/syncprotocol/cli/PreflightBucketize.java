package dev.syncprotocol.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sync preflight bucketize}. */
@Command(
        name = "bucketize",
        description = "Draw the balanced pool: the largest sample of the asked mix.",
        footer = {"", "Example:", "  sync preflight bucketize --target easy:0.25,medium:0.45,hard:0.30"})
final class PreflightBucketize implements Verb {
    @Mixin
    private final BucketizeOptions options = new BucketizeOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        return PreflightCall.of(in, "bucketize")
                .gates(door -> List.of(door.steps().bucketize(options.order())));
    }
}
