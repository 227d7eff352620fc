package dev.syncprotocol.aoi.tao;

/** Runs a command to its end: docker and nvidia-smi in the product, a fake that writes the same files in tests. */
@FunctionalInterface
public interface ContainerRunner {
    /**
     * Runs and waits.
     *
     * @return its exit code and output; a program that is not there is exit code 127, as a shell says it
     * @throws dev.syncprotocol.protocol.error.SyncException {@code interrupted} when this thread was; a named container has been stopped by then
     */
    ContainerResult run(ContainerCall call);
}
