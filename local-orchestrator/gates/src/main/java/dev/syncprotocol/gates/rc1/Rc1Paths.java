package dev.syncprotocol.gates.rc1;

/** Where everything of the preflight lies in a workspace (preflight.md section 4.1). */
public final class Rc1Paths {
    /** The held-out sample. */
    public static final String SHADOW = "data/shadow_eval_245.jsonl";

    /** The pool. */
    public static final String POOL = "data/rollouts/rc1_seed.jsonl";

    /** Its difficulty metrics. */
    public static final String METRICS = "data/rollouts/rc1_seed.metrics.jsonl";

    /** The balanced pool the trainer reads. */
    public static final String BALANCED = "data/rollouts/rc1_seed.balanced.jsonl";

    /** Source items a task. */
    public static final String SOURCES = "data/sources";

    /** The template pack. */
    public static final String TEMPLATES = "templates/pack_v2";

    /** The reward's weights. */
    public static final String WEIGHTS = "configs/weights.json";

    /** The RC1 training config. */
    public static final String CONFIG = "configs/ppo_scale.yaml";

    /** The local training config. */
    public static final String LOCAL_CONFIG = "configs/train_local.yaml";

    /** First pass. */
    public static final String ROUND1 = "reports/preflight/round1.json";

    /** The ticket. */
    public static final String TICKET = "reports/preflight/round2_pass.json";

    /** The probe's report. */
    public static final String PROBE = "reports/preflight/probe_scorer.json";

    /** Anti-simulation, first round. */
    public static final String ANTI_SIM_1 = "reports/preflight/anti_sim_round1.json";

    /** Anti-simulation, second round. */
    public static final String ANTI_SIM_2 = "reports/preflight/anti_sim_round2.json";

    /** Variety and leaks. */
    public static final String DIVERSITY = "reports/diversity_report.json";

    /** Difficulty. */
    public static final String DIFFICULTY = "reports/rc1/difficulty_report.json";

    /** Ids of the sample. */
    public static final String MANIFEST = "reports/rc1/sample_manifest.json";

    private Rc1Paths() {}
}
