package dev.syncprotocol.cli;

import java.util.Locale;

/** The commands right below {@code sync}, in the order the help lists them. Naming one builds nothing. */
enum Subcommand {
    QUICKSTART,
    INIT,
    ROUND,
    COMMAND,
    PACKAGE,
    VALIDATE,
    INGEST,
    NEEDS,
    STATUS,
    EXPLAIN,
    LAUNCH,
    STOP,
    LOG,
    VERIFY,
    RESTORE,
    DOCTOR,
    BUNDLE,
    FAILPACK,
    TRAIN,
    DATA,
    RUNS,
    PREFLIGHT,
    PRIME,
    MCP,
    AGENTS,
    AGENT,
    AOI,
    BENCH,
    COMPLETION,
    HELP;

    /** The word people type. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A new object with the command's annotations. */
    Object create() {
        return switch (this) {
            case QUICKSTART -> new Quickstart();
            case INIT -> new Init();
            case ROUND -> new RoundGroup();
            case COMMAND -> new CommandGroup();
            case PACKAGE -> new PackageGroup();
            case VALIDATE -> new Validate();
            case INGEST -> new Ingest();
            case NEEDS -> new Needs();
            case STATUS -> new Status();
            case EXPLAIN -> new Explain();
            case LAUNCH -> new Launch();
            case STOP -> new Stop();
            case LOG -> new Log();
            case VERIFY -> new Verify();
            case RESTORE -> new Restore();
            case DOCTOR -> new DoctorVerb();
            case BUNDLE -> new Bundle();
            case FAILPACK -> new FailPackVerb();
            case TRAIN -> new TrainGroup();
            case DATA -> new DataGroup();
            case RUNS -> new RunsGroup();
            case PREFLIGHT -> new PreflightGroup();
            case PRIME -> new PrimeVerb();
            case MCP -> new Mcp();
            case AGENTS -> new AgentsGroup();
            case AGENT -> new AgentGroup();
            case AOI -> new AoiGroup();
            case BENCH -> new BenchGroup();
            case COMPLETION -> new Completion();
            case HELP -> new Help();
        };
    }

    /** Whether it speaks about all the others. */
    boolean needsAll() {
        return this == HELP || this == COMPLETION;
    }
}
