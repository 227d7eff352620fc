package dev.syncprotocol.aoi.tao;

import java.util.ArrayList;
import java.util.List;

/** {@link FakeContainers} as a program: what a script named docker calls for {@code docker run}. */
public final class FakeDocker {
    private FakeDocker() {}

    /** Carries out {@code docker <args>}. */
    public static void main(String[] args) {
        List<String> argv = new ArrayList<>(List.of("docker"));
        argv.addAll(List.of(args));
        ContainerResult result = new FakeContainers().run(ContainerCall.probe(argv));
        System.out.print(result.output());
        System.exit(result.exitCode());
    }
}
