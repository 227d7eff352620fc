package dev.syncprotocol.cli;

import dev.syncprotocol.aoi.engine.EngineProbe;
import dev.syncprotocol.aoi.preflight.EngineOffer;
import dev.syncprotocol.aoi.preflight.LoopWishes;
import java.util.List;

/** The engine as a pre-flight finds it, without starting it: native code of the embedded one would unpack itself to the disk. */
final class AoiOffer {
    private AoiOffer() {}

    static EngineOffer of(LoopWishes wishes, Invocation in) {
        boolean there = EngineParts.inspects(wishes.engine());
        List<String> missing = there
                ? List.of()
                : List.of("no engine named " + wishes.engine() + " lies beside this program; install it whole");
        return EngineOffer.of(new EngineProbe(there, Version.text(), List.of("cpu"), missing));
    }
}
