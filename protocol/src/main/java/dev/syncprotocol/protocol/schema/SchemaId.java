package dev.syncprotocol.protocol.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Every shipped schema: one constant a file of {@code schemas/}. A published version only gains optional fields. */
public enum SchemaId {
    /** The document the parties exchange. */
    SYNC_PACKAGE_V1("sync-package.v1"),
    /** The three commands of a round. */
    ROUND_PLAN_V1("round-plan.v1"),
    /** One event of the ledger. */
    ROUND_EVENT_V1("round-event.v1"),
    /** {@code .sync/config.yaml}. */
    WORKSPACE_CONFIG_V1("workspace-config.v1"),
    /** The error object every failed call answers with. */
    SYNC_ERROR_V1("sync-error.v1"),
    /** The answer of {@code sync status --json}. */
    SYNC_STATUS_V1("sync-status.v1"),
    /** The answer of {@code sync init}. */
    SYNC_INIT_V1("sync-init.v1"),
    /** The answer of {@code sync round next and sync round show}. */
    SYNC_ROUND_V1("sync-round.v1"),
    /** The answer of {@code sync round list}. */
    SYNC_ROUNDS_V1("sync-rounds.v1"),
    /** The answer of {@code sync round run}. */
    SYNC_ROUND_RUN_V1("sync-round-run.v1"),
    /** The answer of {@code sync command done and sync command fail}. */
    SYNC_COMMAND_V1("sync-command.v1"),
    /** The answer of {@code sync package draft}. */
    SYNC_PACKAGE_DRAFT_V1("sync-package-draft.v1"),
    /** The answer of {@code sync validate}. */
    SYNC_VALIDATION_V1("sync-validation.v1"),
    /** The answer of {@code sync ingest}. */
    SYNC_INGEST_V1("sync-ingest.v1"),
    /** The answer of {@code sync needs}. */
    SYNC_NEEDS_V1("sync-needs.v1"),
    /** The answer of {@code sync explain}. */
    SYNC_EXPLAIN_V1("sync-explain.v1"),
    /** The answer of {@code sync launch}. */
    SYNC_LAUNCH_V1("sync-launch.v1"),
    /** The answer of {@code sync stop}. */
    SYNC_STOP_V1("sync-stop.v1"),
    /** The answer of {@code sync log}. */
    SYNC_LOG_V1("sync-log.v1"),
    /** The answer of {@code sync verify}. */
    SYNC_VERIFY_V1("sync-verify.v1"),
    /** The answer of {@code sync restore}. */
    SYNC_RESTORE_V1("sync-restore.v1"),
    /** The answer of {@code sync doctor}. */
    SYNC_DOCTOR_V1("sync-doctor.v1"),
    /** The answer of {@code sync needs run-alternative}. */
    SYNC_ALTERNATIVE_V1("sync-alternative.v1"),
    /** The answer of {@code sync failpack}. */
    SYNC_FAILPACK_V1("sync-failpack.v1"),
    /** The answer of {@code sync completion}. */
    SYNC_COMPLETION_V1("sync-completion.v1"),
    /** The answer of {@code sync bundle}. */
    SYNC_BUNDLE_V1("sync-bundle.v1"),
    /** The answer of {@code sync train scaffold}. */
    SYNC_SCAFFOLD_V1("sync-scaffold.v1"),
    /** The answer of {@code sync data make-min}. */
    SYNC_MAKE_MIN_V1("sync-make-min.v1"),
    /** The answer of {@code sync train verify}. */
    SYNC_TRAIN_VERIFY_V1("sync-train-verify.v1"),
    /** The answer of {@code sync train import}. */
    SYNC_TRAIN_IMPORT_V1("sync-train-import.v1"),
    /** The answer of {@code sync train generate}. */
    SYNC_TRAIN_GENERATE_V1("sync-train-generate.v1"),
    /** The answer of {@code sync train export}. */
    SYNC_TRAIN_EXPORT_V1("sync-train-export.v1"),
    /** The answer of {@code sync quickstart}. */
    SYNC_QUICKSTART_V1("sync-quickstart.v1"),
    /** The answer of {@code sync help exit-codes}. */
    SYNC_EXIT_CODES_V1("sync-exit-codes.v1"),
    /** The answer of {@code sync bench train}. */
    SYNC_BENCH_TRAIN_V1("sync-bench-train.v1"),
    /** The answer of {@code sync agents install}. */
    SYNC_AGENTS_INSTALL_V1("sync-agents-install.v1"),
    /** The answer of {@code sync prime}. */
    SYNC_PRIME_V1("sync-prime.v1"),
    /** The answer of {@code sync bench simulate}. */
    SYNC_SIMULATION_V1("sync-simulation.v1"),
    /** The answer of {@code sync runs new}. */
    SYNC_RUNS_NEW_V1("sync-runs-new.v1"),
    /** The answer of {@code sync runs finish}. */
    SYNC_RUNS_FINISH_V1("sync-runs-finish.v1"),
    /** The answer of {@code sync runs list}. */
    SYNC_RUNS_LIST_V1("sync-runs-list.v1"),
    /** The answer of {@code sync runs show}. */
    SYNC_RUNS_SHOW_V1("sync-runs-show.v1"),
    /** The answer of {@code sync runs compare}. */
    SYNC_RUNS_COMPARE_V1("sync-runs-compare.v1"),
    /** The answer of {@code sync runs best}. */
    SYNC_RUNS_BEST_V1("sync-runs-best.v1"),
    /** The answer of {@code sync runs verify}. */
    SYNC_RUNS_VERIFY_V1("sync-runs-verify.v1"),
    /** The answer of {@code sync runs restore-best}. */
    SYNC_RUNS_RESTORE_BEST_V1("sync-runs-restore-best.v1"),
    /** The answer of {@code sync runs cleanup}. */
    SYNC_RUNS_CLEANUP_V1("sync-runs-cleanup.v1"),
    /** The answer of {@code sync runs recover}. */
    SYNC_RUNS_RECOVER_V1("sync-runs-recover.v1"),
    /** The answer of {@code sync agent fulfil}. */
    SYNC_AGENT_FULFIL_V1("sync-agent-fulfil.v1"),
    /** The answer of {@code sync agent propose-round}. */
    SYNC_AGENT_PROPOSE_ROUND_V1("sync-agent-propose-round.v1"),
    /** One call of a language model as it is written down, below {@code reports/agent/}. */
    AGENT_EXCHANGE_V1("agent-exchange.v1"),
    /** The answer of {@code sync runs export}. */
    SYNC_RUNS_EXPORT_V1("sync-runs-export.v1"),
    /** The answer of {@code sync runs mirror}. */
    SYNC_RUNS_MIRROR_V1("sync-runs-mirror.v1"),
    /** The answer of {@code sync runs guardrails}. */
    SYNC_RUNS_GUARDRAILS_V1("sync-runs-guardrails.v1"),
    /** The specification of a run. */
    RUN_CONFIG_V1("run-config.v1"),
    /** What the showcase shows, {@code best/<task>-latest/metrics.json}. */
    BEST_METRICS_V1("best-metrics.v1"),
    /** The files of a run with their digests, {@code manifest.json}. */
    RUN_MANIFEST_V1("run-manifest.v1"),
    /** What all seeds of a configuration came to, {@code reports/rc1/seeds_summary.json}. */
    SEEDS_SUMMARY_V1("seeds-summary.v1"),
    /** The only configuration a trainer reads, {@code config.lock.json}. */
    RUN_LOCK_V1("run-lock.v1"),
    /** A training configuration. */
    TRAIN_CONFIG_V1("train-config.v1"),
    /** What a run that failed leaves for the one who looks into it. */
    ERROR_REPORT_V1("error-report.v1"),
    /** The measured diversity of a file of texts, {@code reports/diversity_report.json}. */
    DIVERSITY_REPORT_V1("diversity-report.v1"),
    /** A task's file of a template pack. */
    TEMPLATE_PACK_V1("template-pack.v1"),
    /** {@code configs/ppo_scale.yaml}, the RC1 training config. */
    PPO_SCALE_V1("ppo-scale.v1"),
    /** The answer of each preflight command that judges. */
    SYNC_PREFLIGHT_GATES_V1("sync-preflight-gates.v1"),
    /** The answer of {@code sync preflight run}, {@code round1} and {@code round2}. */
    SYNC_PREFLIGHT_ROUND_V1("sync-preflight-round.v1"),
    /** The answer of the preflight commands that write files. */
    SYNC_PREFLIGHT_FILES_V1("sync-preflight-files.v1"),
    /** The answer of {@code sync preflight ticket}. */
    SYNC_PREFLIGHT_TICKET_V1("sync-preflight-ticket.v1"),
    /** The answer of {@code sync bench pool}. */
    SYNC_BENCH_POOL_V1("sync-bench-pool.v1"),
    /** A gate's report below {@code reports/}. */
    GATE_REPORT_V1("gate-report.v1"),
    /** {@code reports/preflight/round1.json}. */
    PREFLIGHT_ROUND1_V1("preflight-round1.v1"),
    /** {@code reports/preflight/round2_pass.json}, the ticket. */
    PREFLIGHT_PASS_V1("preflight-pass.v1"),
    /** The answer of {@code sync aoi preflight}. */
    SYNC_AOI_PREFLIGHT_V1("sync-aoi-preflight.v1"),
    /** Answer of {@code sync aoi preflight --platforms}. */
    SYNC_AOI_PLATFORMS_V1("sync-aoi-platforms.v1"),
    /** The answer of {@code sync aoi run} and {@code resume}. */
    SYNC_AOI_RUN_V1("sync-aoi-run.v1"),
    /** The answer of {@code sync aoi status}. */
    SYNC_AOI_STATUS_V1("sync-aoi-status.v1"),
    /** The answer of {@code sync aoi replay}. */
    SYNC_AOI_REPLAY_V1("sync-aoi-replay.v1"),
    /** The answer of {@code sync aoi demo-data}. */
    SYNC_AOI_DEMO_DATA_V1("sync-aoi-demo-data.v1"),
    /** The answer of {@code sync aoi import-deeppcb}. */
    SYNC_AOI_IMPORT_DEEPPCB_V1("sync-aoi-import-deeppcb.v1"),
    /** The approval of a run of the inspection loop, {@code approval.json}. */
    AOI_APPROVAL_V1("aoi-approval.v1"),
    /** A line of the inspection loop's log, {@code loop_log.jsonl}. */
    LOOP_LOG_ENTRY_V1("loop-log-entry.v1"),
    /** The state of a run of the inspection loop, {@code deft_state.json}. */
    DEFT_STATE_V1("deft-state.v1"),
    /** A line of a rollout pool. */
    POOL_RECORD_V1("pool-record.v1"),
    /** {@code threshold_certificate.json} of an evaluation. */
    AOI_THRESHOLD_CERTIFICATE_V1("aoi-threshold-certificate.v1"),
    /** {@code merge_validation.json} of an iteration's training table. */
    AOI_MERGE_VALIDATION_V1("aoi-merge-validation.v1"),
    /** The answer of {@code sync aoi kpi}. */
    SYNC_AOI_KPI_V1("sync-aoi-kpi.v1"),
    /** What a user writes beside an ONNX model to embed pictures with it. */
    AOI_ONNX_EMBEDDER_V1("aoi-onnx-embedder.v1"),
    /** The answer of {@code sync aoi report}. */
    SYNC_AOI_REPORT_V1("sync-aoi-report.v1");

    private final String fileStem;

    SchemaId(String fileStem) {
        this.fileStem = fileStem;
    }

    /** The file's name up to {@code .schema.json}, which is also the name of its folder of examples. */
    public String fileStem() {
        return fileStem;
    }

    /** The schema itself, for those who validate elsewhere. */
    public String text() throws IOException {
        try (InputStream in = SchemaId.class.getResourceAsStream(resource())) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    String resource() {
        return "/dev/syncprotocol/schemas/" + fileStem + ".schema.json";
    }
}
