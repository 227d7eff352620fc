package dev.syncprotocol.aoi.tao;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What every container of a run has in common.
 *
 * @param workspace mounted at the same absolute path
 * @param resultsDir {@code results/run_<TS>}, absolute
 * @param runId part of every container's name
 * @param user {@code uid:gid} of whoever owns the workspace
 * @param images the two images
 * @param backbone the weights' file, absolute; mounted read-only; empty when the specification needs none
 * @param gpus to train on when the specification does not say
 * @param secrets values of the variables that containers get by name: {@code HF_TOKEN}, {@code NGC_API_KEY}
 */
public record TaoSettings(
        Path workspace,
        Path resultsDir,
        String runId,
        String user,
        TaoImages images,
        Optional<Path> backbone,
        int gpus,
        Map<String, String> secrets) {
    public TaoSettings {
        secrets = Map.copyOf(new TreeMap<>(secrets));
    }

    /** The name of a task's container, by which it is stopped. */
    public String container(String phase, String task) {
        return "sync-" + runId + "-" + phase + "-" + task;
    }

    /** Without the secrets' values. */
    @Override
    public String toString() {
        return "TaoSettings[" + runId + " in " + workspace + ", " + images + "]";
    }
}
