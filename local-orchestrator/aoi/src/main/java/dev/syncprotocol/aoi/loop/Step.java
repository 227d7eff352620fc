package dev.syncprotocol.aoi.loop;

import dev.syncprotocol.aoi.log.LoopStage;
import dev.syncprotocol.aoi.log.Phase;

/**
 * A stage of a phase that is to be done.
 *
 * @param phase of the run
 * @param stage of the phase
 */
public record Step(Phase phase, LoopStage stage) {
    /** {@code iter1 4/6 data_mining}: the place of the stage in its phase, for people. */
    public String place() {
        String number = switch (stage) {
            case TRAIN -> phase.isBaseline() ? "1/3 " : "5/6 ";
            case EVALUATE -> phase.isBaseline() ? "2/3 " : "6/6 ";
            case RCA -> phase.isBaseline() ? "3/3 " : "";
            case ROUTING -> "2/6 ";
            case ANOMALYGEN -> "3/6 ";
            case DATA_MINING -> "4/6 ";
            case LOOP_STOP -> "";
        };
        return phase + " " + number + stage.word();
    }

    @Override
    public String toString() {
        return phase + " " + stage.word();
    }
}
