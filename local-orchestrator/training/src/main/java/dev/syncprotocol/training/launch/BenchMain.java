package dev.syncprotocol.training.launch;

import dev.syncprotocol.training.bench.Bench;
import java.io.IOException;
import java.nio.file.Path;

/** The measuring child: {@code java … BenchMain <folder>}. It leaves its answer in the folder. */
public final class BenchMain {
    private BenchMain() {}

    /** Measures what this folder's request asks for. */
    public static void main(String[] args) throws IOException {
        new Bench(Path.of(args[0]), System::nanoTime).run();
    }
}
