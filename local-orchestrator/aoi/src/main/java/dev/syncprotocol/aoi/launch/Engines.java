package dev.syncprotocol.aoi.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.syncprotocol.aoi.approval.LoopParameters.DataServices;
import dev.syncprotocol.aoi.descriptor.DescriptorEmbedder;
import dev.syncprotocol.aoi.engine.ChangeClassifier;
import dev.syncprotocol.aoi.engine.EngineProvider;
import dev.syncprotocol.aoi.engine.ImageEmbedder;
import dev.syncprotocol.aoi.loop.Analyses;
import dev.syncprotocol.aoi.loop.ApprovedRun;
import dev.syncprotocol.aoi.loop.Embedders;
import dev.syncprotocol.aoi.preflight.ContainerOffer;
import dev.syncprotocol.aoi.tao.ContainerCall;
import dev.syncprotocol.aoi.tao.ContainerGaps;
import dev.syncprotocol.aoi.tao.ContainerNeighbours;
import dev.syncprotocol.aoi.tao.ContainerResult;
import dev.syncprotocol.aoi.tao.ContainerRunner;
import dev.syncprotocol.aoi.tao.DotEnv;
import dev.syncprotocol.aoi.tao.HostUser;
import dev.syncprotocol.aoi.tao.ProcessContainerRunner;
import dev.syncprotocol.aoi.tao.SiglipEmbedder;
import dev.syncprotocol.aoi.tao.TaoClassifier;
import dev.syncprotocol.aoi.tao.TaoCommands;
import dev.syncprotocol.aoi.tao.TaoCredentials;
import dev.syncprotocol.aoi.tao.TaoImages;
import dev.syncprotocol.aoi.tao.TaoProbe;
import dev.syncprotocol.aoi.tao.TaoPull;
import dev.syncprotocol.aoi.tao.TaoServices;
import dev.syncprotocol.aoi.tao.TaoSettings;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The engine and the embedders of a run.
 *
 * @param classifier the engine that was approved
 * @param embedders the embedders it knows
 * @param analyses who analyses gaps and looks for neighbours
 */
record Engines(ChangeClassifier classifier, Embedders embedders, Analyses analyses) {
    static Engines of(ApprovedRun run, Map<String, String> environment, Clock clock) throws IOException {
        return run.parameters().engine().equals("tao") ? containers(run, environment, clock) : embedded(run);
    }

    private static Engines embedded(ApprovedRun run) {
        EngineProvider provider = ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals(run.parameters().engine()))
                .findFirst()
                .orElseThrow(() -> new SyncException(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        "no engine named " + run.parameters().engine() + " is installed"));
        int threads = run.parameters().threads();
        return new Engines(
                provider.classifier(threads),
                (name, baseline) -> name.equals(DescriptorEmbedder.NAME)
                        ? new DescriptorEmbedder()
                        : provider.embedder(name, threads, baseline.orElse(null))
                                .orElseThrow(() -> unknown(name)),
                Analyses.BUILT_IN);
    }

    private static Engines containers(ApprovedRun run, Map<String, String> environment, Clock clock)
            throws IOException {
        TaoSettings settings = settings(run, environment);
        ContainerRunner runner = new ProcessContainerRunner(clock, environment.getOrDefault("PATH", ""));
        TaoProbe found = TaoProbe.of(settings.images(), settings.backbone(), true, runner);
        requireApproved(run, found);
        fetch(run, settings, found, runner);
        return new Engines(
                new TaoClassifier(settings, runner),
                (name, baseline) -> embedder(name, run, settings, runner),
                analyses(run.parameters().services(), new TaoServices(settings, runner)));
    }

    /** An image whose arguments are unknown is refused before anything is trained. */
    private static Analyses analyses(DataServices wished, TaoServices services) {
        if (wished.rcaInContainer()) {
            services.gapKeys();
        }
        return new Analyses(
                wished.rcaInContainer() ? new ContainerGaps(services) : Analyses.BUILT_IN.gaps(),
                wished.miningInContainer() ? new ContainerNeighbours(services) : Analyses.BUILT_IN.neighbours());
    }

    /** Fetches the images that are not there, where the approval says so; what is missing all the same ends the first task that needs it. */
    private static void fetch(ApprovedRun run, TaoSettings settings, TaoProbe found, ContainerRunner runner) {
        if (!run.parameters().pull() || run.parameters().airGap()) {
            return;
        }
        List<TaoImages.Image> absent = Stream.of(
                        settings.images().training(), settings.images().dataServices())
                .filter(image -> found.absentImages().contains(image.reference()))
                .toList();
        if (!absent.isEmpty()) {
            new TaoPull(runner, settings.secrets()).fetch(absent, new TaoCredentials(settings.secrets()).registryKey());
        }
    }

    /** An image that was there at the approval is the same one now; a fetched one had no id then. */
    private static void requireApproved(ApprovedRun run, TaoProbe found) {
        for (JsonNode image : run.summary().tree().path("resolved").path("images")) {
            String then = image.path("id").asText();
            String now = found.imageIds().getOrDefault(image.path("reference").asText(), then);
            if (!then.equals(ContainerOffer.MISSING) && !then.equals(now)) {
                throw new SyncException(
                                ErrorCode.APPROVAL_STALE,
                                "the image " + image.path("reference").asText() + " is " + now + ", approved was "
                                        + then)
                        .withHint("tag the approved image again, or approve a new run: sync aoi preflight");
            }
        }
    }

    private static TaoSettings settings(ApprovedRun run, Map<String, String> environment) throws IOException {
        Path workspace = run.workspace().root();
        Map<String, String> variables = DotEnv.under(environment, DotEnv.read(workspace.resolve(".env")));
        JsonNode images = run.summary().tree().path("resolved").path("images");
        return new TaoSettings(
                workspace,
                run.folder().root(),
                run.approval().run().value(),
                HostUser.ownerOf(workspace),
                new TaoImages(image(images.path(0)), image(images.path(1))),
                run.backbone(),
                run.summary().tree().path("resolved").path("gpus").asInt(),
                TaoCredentials.of(variables).values());
    }

    private static TaoImages.Image image(JsonNode approved) {
        return new TaoImages.Image(
                approved.path("reference").asText(), approved.path("source").asText());
    }

    private static ImageEmbedder embedder(String name, ApprovedRun run, TaoSettings settings, ContainerRunner runner) {
        if (name.equals(SiglipEmbedder.NAME)) {
            ContainerResult id = runner.run(ContainerCall.probe(
                    TaoCommands.imageId(settings.images().dataServices().reference())));
            Path folder = run.folder().root().resolve(SiglipEmbedder.NAME);
            return new SiglipEmbedder(
                    new TaoServices(settings, runner), folder, id.output().strip());
        }
        if (name.equals(DescriptorEmbedder.NAME)) {
            return new DescriptorEmbedder();
        }
        throw unknown(name);
    }

    private static SyncException unknown(String name) {
        return new SyncException(ErrorCode.ENGINE_UNAVAILABLE, "this engine knows no embedder " + name);
    }
}
