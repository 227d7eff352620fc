package dev.syncprotocol.coordinator.round;

/** What can happen to a round, as {@link RoundTransitions} tells it apart. Several triggers may be one event. */
public enum Trigger {
    /** One of the three commands is reported, and not all three are. */
    COMMAND_REPORTED("a command is reported"),
    /** With this report all three commands are reported. */
    LAST_COMMAND_REPORTED("the last command is reported"),
    /** The local package leaves a required need open. */
    LOCAL_PACKAGE_NEEDS_OPEN("the local package, needs open"),
    /** The local package leaves nothing open. */
    LOCAL_PACKAGE_NOTHING_OPEN("the local package, nothing open"),
    /** The local package is superseded and a required need is open. */
    LOCAL_REVISION_NEEDS_OPEN("the local package is superseded, needs open"),
    /** The local package is superseded and nothing is open. */
    LOCAL_REVISION_NOTHING_OPEN("the local package is superseded, nothing open"),
    /** An external package for a need of an earlier round, before this round's local package. */
    CARRIED_PACKAGE("an external package for a need carried over"),
    /** An external package after which a required need is still open. */
    EXTERNAL_PACKAGE_NEEDS_OPEN("an external package, needs open"),
    /** An external package after which nothing is open. */
    EXTERNAL_PACKAGE_NOTHING_OPEN("an external package, nothing open"),
    /** Files that a package had declared were found, and a required need is still open. */
    NEEDS_SATISFIED_SOME_OPEN("needs satisfied, some open"),
    /** Files that a package had declared were found, and nothing is open any more. */
    NEEDS_SATISFIED_NOTHING_OPEN("needs satisfied, nothing open"),
    /** A stand-in for a need is recorded. */
    NEED_DEGRADED("a stand-in is made"),
    /** The training of the round is started on a stand-in, which the config allows. */
    DEGRADED_LAUNCH_STARTED("the training is started on a stand-in"),
    /** The training of the round is started or resumed. */
    LAUNCH_STARTED("the training is started"),
    /** The training of the round finished. */
    LAUNCH_SUCCEEDED("the training finished"),
    /** The training of the round failed, was stopped or was lost. */
    LAUNCH_FAILED("the training failed"),
    /** A local loop is started. */
    LOOP_STARTED("a local loop is started"),
    /** A local loop ended, however it did. */
    LOOP_ENDED("a local loop ended"),
    /** A refusal is kept. */
    PACKAGE_REFUSED("a package is refused"),
    /** The next round is to be opened. */
    ROUND_NEXT("the next round is opened"),
    /** The round is given up. */
    ROUND_ABANDONED("the round is abandoned");

    private final String words;

    Trigger(String words) {
        this.words = words;
    }

    /** The trigger for people and diagrams. */
    public String words() {
        return words;
    }
}
