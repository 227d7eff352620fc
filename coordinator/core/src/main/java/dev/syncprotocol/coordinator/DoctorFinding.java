package dev.syncprotocol.coordinator;

import java.util.List;

/**
 * One thing that is not as it should be.
 *
 * @param what the fact
 * @param why what it leads to
 * @param safe whether {@code --repair} may put it right: nothing is lost by that
 * @param repaired whether it was put right just now
 * @param next safe commands that help
 */
public record DoctorFinding(String what, String why, boolean safe, boolean repaired, List<String> next) {
    public DoctorFinding {
        next = List.copyOf(next);
    }

    /** Something only a person can decide. */
    public static DoctorFinding told(String what, String why, String... next) {
        return new DoctorFinding(what, why, false, false, List.of(next));
    }

    /** Something that a repair puts right without losing anything. */
    static DoctorFinding repairable(String what, String why) {
        return new DoctorFinding(what, why, true, false, List.of("sync doctor --repair"));
    }

    DoctorFinding done() {
        return new DoctorFinding(what, why, safe, true, List.of("sync status"));
    }
}
