package dev.syncprotocol.simulation;

import dev.syncprotocol.coordinator.ledger.LedgerStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes a history of a seed: a few rounds as they should go, with faults put between the steps and into them. */
final class HistoryGenerator {
    private static final int VARIANTS = 64;
    private static final Fault[] IN_A_PACKAGE = {
        Fault.EARLY, Fault.LATE, Fault.TRUNCATED_JSON, Fault.OTHER_CONTENT, Fault.MISSING_FILE, Fault.WRONG_DIGEST
    };
    private static final Fault[] OF_THE_ENGINE = {Fault.ENGINE_LOST, Fault.ENGINE_FAILED, Fault.ENGINE_STOPPED};

    private final Random random;
    private final boolean curator;
    private final List<Move> moves = new ArrayList<>();

    HistoryGenerator(long seed) {
        this.random = new Random(seed);
        this.curator = random.nextInt(3) == 0;
    }

    /** Whether a third party takes part. */
    boolean curator() {
        return curator;
    }

    List<Move> history() {
        int rounds = 2 + random.nextInt(2);
        for (int round = 0; round < rounds; round++) {
            round();
        }
        return List.copyOf(moves);
    }

    private void round() {
        int start = moves.size();
        step(Verb.OPEN_ROUND, 0);
        for (int command = 1; command <= 3; command++) {
            step(Verb.REPORT, command);
        }
        step(Verb.LOCAL_PACKAGE, variant());
        step(Verb.GEMINI_PACKAGE, variant());
        if (curator) {
            step(Verb.CURATOR_PACKAGE, variant());
        }
        launch();
        if (chance(12)) {
            add(Move.of(Verb.ABANDON, 0).with(Fault.ABANDONED_ROUND));
        }
        if (chance(35)) {
            reorder(start + random.nextInt(moves.size() - start - 1));
        }
    }

    /** One step as it should be, perhaps with a writer that dies, and then again; perhaps with something wrong after it. */
    private void step(Verb verb, int variant) {
        Move move = Move.of(verb, variant);
        if (verb == Verb.GEMINI_PACKAGE && curator && (variant & 32) != 0) {
            move = move.with(Fault.NAME_CLASH);
        }
        if (chance(20)) {
            add(move.dyingAfter(anyStep()));
        }
        add(move);
        if (chance(40)) {
            disturb();
        }
    }

    private void launch() {
        if (chance(55)) {
            Fault ending = OF_THE_ENGINE[random.nextInt(OF_THE_ENGINE.length)];
            Move move = Move.of(chance(25) ? Verb.LOOP : Verb.LAUNCH, random.nextInt(2))
                    .with(ending);
            if (chance(20)) {
                move = move.with(Fault.STARTER_CRASH);
            } else if (chance(30)) {
                move = move.dyingAfter(anyStep());
            }
            add(move);
            if (chance(30)) {
                disturb();
            }
            if (ending == Fault.ENGINE_STOPPED) {
                add(Move.of(Verb.STOP, 0));
            }
        }
        step(Verb.LAUNCH, random.nextInt(2));
        if (chance(30)) {
            add(Move.of(Verb.LAUNCH, random.nextInt(2)).with(Fault.DUPLICATE));
        }
    }

    private void disturb() {
        switch (random.nextInt(7)) {
            case 0, 1 -> add(Move.of(Verb.RESEND, variant()).with(Fault.DUPLICATE));
            case 2 -> add(Move.of(Verb.SET_CLOCK_BACK, 0).with(Fault.CLOCK_BACK));
            case 3 -> flip();
            case 4 -> add(Move.of(Verb.CUT_LEDGER_BACK, 0).with(Fault.LEDGER_CUT_BACK));
            default -> faultyPackage();
        }
    }

    /** The same bit flips back in more than half of the cases. */
    private void flip() {
        Move flip = Move.of(Verb.FLIP_A_BIT, variant()).with(Fault.CHANGED_FILE);
        add(flip);
        if (chance(40)) {
            add(Move.of(Verb.LAUNCH, 0));
        }
        if (chance(60)) {
            add(flip);
        }
    }

    private void faultyPackage() {
        Verb verb = chance(25) ? Verb.LOCAL_PACKAGE : Verb.GEMINI_PACKAGE;
        Move move = Move.of(verb, variant()).with(IN_A_PACKAGE[random.nextInt(IN_A_PACKAGE.length)]);
        add(chance(15) ? move.dyingAfter(anyStep()) : move);
    }

    private void reorder(int at) {
        moves.set(at + 1, moves.get(at + 1).with(Fault.REORDERED));
        Collections.swap(moves, at, at + 1);
    }

    private void add(Move move) {
        moves.add(move);
    }

    private int variant() {
        return random.nextInt(VARIANTS);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private LedgerStep anyStep() {
        return LedgerStep.values()[random.nextInt(LedgerStep.values().length)];
    }
}
