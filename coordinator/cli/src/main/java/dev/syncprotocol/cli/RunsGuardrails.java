package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.SyncJson;
import dev.syncprotocol.runs.guardrails.Audience;
import dev.syncprotocol.runs.guardrails.GuardrailCheck;
import dev.syncprotocol.runs.guardrails.GuardrailOrder;
import dev.syncprotocol.runs.guardrails.Guardrails;
import dev.syncprotocol.runs.guardrails.Language;
import dev.syncprotocol.runs.store.Finding;
import dev.syncprotocol.runs.store.RunDamaged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sync runs guardrails}: never overwrites; {@code --check} writes nothing and answers the checklist for CI. */
@Command(
        name = "guardrails",
        description = "Write the rules for agents, or check that they are kept.",
        footer = {"", "Example:", "  sync runs guardrails --lang ru", "  sync runs guardrails --check"})
final class RunsGuardrails implements Verb {
    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "where to (default: .)")
    private String out = ".";

    @Option(names = "--lang", paramLabel = "L", defaultValue = "en", description = "en, ru or zh (default: en)")
    private Language language = Language.EN;

    @Option(
            names = "--only",
            paramLabel = "WHO",
            description = "cursor, memorybank, speckit, make or npm (default: all)")
    @Nullable
    private Audience only;

    @Option(names = "--check", description = "write nothing: exit 6 with every broken rule")
    private boolean check;

    @Mixin
    private StorePlaceOptions places = new StorePlaceOptions();

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path folder = in.path(out);
        GuardrailOrder order = new GuardrailOrder(
                language,
                Optional.ofNullable(only),
                places.places(),
                code -> ExitCode.of(code.kind()).number());
        if (folder.startsWith(StoreDoor.store(in, places.places()).runs())) {
            throw new SyncException(ErrorCode.PATH_REFUSED, out + " is inside the run store");
        }
        return check ? checked(in, folder, order) : written(folder, order);
    }

    private static Answer written(Path folder, GuardrailOrder order) throws IOException {
        List<String> files = Guardrails.write(folder, order);
        Words words = new Words();
        files.forEach(words::line);
        return new Answer(
                "sync.runs-guardrails/1",
                data(order, false, files),
                words.text(),
                List.of("sync runs guardrails --check"));
    }

    private Answer checked(Invocation in, Path folder, GuardrailOrder order) throws IOException {
        List<Finding> findings = new ArrayList<>(Guardrails.stale(folder, order));
        findings.addAll(GuardrailCheck.of(StoreDoor.store(in, places.places())));
        if (!findings.isEmpty()) {
            throw new RunDamaged("the guardrails", findings);
        }
        List<String> files =
                Guardrails.files(order).stream().map(file -> file.path()).toList();
        return new Answer(
                "sync.runs-guardrails/1",
                data(order, true, files),
                "the files are current, and the store keeps the rules",
                List.of("sync runs verify --all --full"));
    }

    private static ObjectNode data(GuardrailOrder order, boolean check, List<String> files) {
        ObjectNode data = SyncJson.object();
        data.put("language", order.language().word());
        data.put("check", check);
        data.set("files", Trees.texts(files));
        return data;
    }
}
