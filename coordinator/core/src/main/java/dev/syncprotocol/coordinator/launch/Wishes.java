package dev.syncprotocol.coordinator.launch;

import java.util.List;

/**
 * What a launch changes of its config and its past.
 *
 * @param set {@code KEY=VALUE} of the config, in the order given; they count among the inputs
 * @param allowed keys that may differ from those of the checkpoint it goes on from
 * @param fresh whether an earlier training is moved aside and begun anew
 * @param codeDrift whether it may go on although the code is no longer that of the training it goes on from
 */
public record Wishes(List<String> set, List<String> allowed, boolean fresh, boolean codeDrift) {
    /** Wishes that leave the code as it was. */
    public Wishes(List<String> set, List<String> allowed, boolean fresh) {
        this(set, allowed, fresh, false);
    }

    /** Nothing: the config as it stands. */
    public static final Wishes NONE = new Wishes(List.of(), List.of(), false);

    public Wishes {
        set = List.copyOf(set);
        allowed = List.copyOf(allowed);
    }
}
