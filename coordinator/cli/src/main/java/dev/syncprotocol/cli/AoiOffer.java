package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.engine.EngineProbe;
import dev.syncprotocol.aoi.preflight.ContainerOffer;
import dev.syncprotocol.aoi.preflight.EngineOffer;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import dev.syncprotocol.aoi.tao.ProcessContainerRunner;
import dev.syncprotocol.aoi.tao.TaoClassifier;
import java.io.IOException;
import java.util.List;

/** The engine as a pre-flight finds it, without starting it: native code of the embedded one would unpack itself to the disk. */
final class AoiOffer {
    private AoiOffer() {}

    static EngineOffer of(LoopWishes wishes, AoiSkillBank skillBank, Invocation in) throws IOException {
        return wishes.engine().name().equals(TaoClassifier.NAME) ? containers(wishes, skillBank, in) : beside(wishes);
    }

    private static EngineOffer containers(LoopWishes wishes, AoiSkillBank skillBank, Invocation in) throws IOException {
        String path = in.variable("PATH").orElse("");
        return new ContainerOffer(
                        AoiPlace.workspace(in),
                        skillBank.versions(in),
                        in.environment(),
                        new ProcessContainerRunner(in.clock(), path))
                .offer(wishes);
    }

    private static EngineOffer beside(LoopWishes wishes) {
        boolean there = EngineParts.inspects(wishes.engine().name());
        List<String> missing = there
                ? List.of()
                : List.of("no engine named " + wishes.engine().name() + " lies beside this program; install it whole");
        return EngineOffer.of(new EngineProbe(there, Version.text(), List.of("cpu"), missing));
    }
}
