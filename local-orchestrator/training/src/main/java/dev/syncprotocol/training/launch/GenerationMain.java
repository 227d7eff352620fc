package dev.syncprotocol.training.launch;

import dev.syncprotocol.training.generation.Generation;
import java.io.IOException;
import java.nio.file.Path;

/** The generating child: {@code java … GenerationMain <folder>}. It leaves its answer or its failure in the folder. */
public final class GenerationMain {
    private GenerationMain() {}

    /** Answers the request of this folder. */
    public static void main(String[] args) throws IOException {
        new Generation(Path.of(args[0])).run();
    }
}
