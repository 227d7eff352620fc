package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.CoordinatorPorts;
import dev.syncprotocol.coordinator.Doctor;
import dev.syncprotocol.coordinator.DoctorFinding;
import dev.syncprotocol.protocol.json.SyncJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync doctor}: what stands in a workspace's way, and the repairs that lose nothing. */
@Command(
        name = "doctor",
        description = {
            "Look for what stands in the way; writes nothing by itself.",
            "--repair puts right what loses nothing; the rest is for a person to decide."
        },
        footer = {"", "Example:", "  sync doctor", "  sync doctor --repair"})
final class DoctorVerb implements Verb {
    @ArgGroup
    private Doing doing = new Doing();

    /** Whether anything is put right. */
    static final class Doing {
        @Option(names = "--dry-run", description = "only look (the default)")
        private boolean look;

        @Option(names = "--repair", description = "put right what loses nothing")
        private boolean repair;
    }

    @Override
    public Answer answer(Invocation in) throws IOException {
        Path option = in.workspaceOption();
        Path folder = option == null ? in.folder() : option;
        CoordinatorPorts ports = CoordinatorPorts.NONE.with(in.clock());
        List<DoctorFinding> findings =
                new ArrayList<>(doing.repair ? Doctor.repair(folder, ports) : Doctor.examine(folder, ports));
        OwnProgram.running().withoutClassArchive().ifPresent(findings::add);
        return new Answer("sync.doctor/1", data(findings), words(findings, in.style()), next(findings));
    }

    private static List<String> next(List<DoctorFinding> findings) {
        Set<String> next = new LinkedHashSet<>();
        findings.stream()
                .filter(finding -> !finding.repaired())
                .flatMap(finding -> finding.next().stream())
                .forEach(next::add);
        next.add("sync status");
        return List.copyOf(next);
    }

    private ObjectNode data(List<DoctorFinding> findings) {
        ObjectNode data = SyncJson.object();
        data.put("repair", doing.repair);
        data.put("healthy", findings.stream().allMatch(DoctorFinding::repaired));
        ArrayNode list = data.putArray("findings");
        for (DoctorFinding finding : findings) {
            list.addObject()
                    .put("what", finding.what())
                    .put("why", finding.why())
                    .put("safe", finding.safe())
                    .put("repaired", finding.repaired())
                    .set("next", Trees.texts(finding.next()));
        }
        return data;
    }

    private static String words(List<DoctorFinding> findings, Style style) {
        Words words = new Words();
        if (findings.isEmpty()) {
            return words.line(style.good("✔") + " nothing stands in the way").text();
        }
        for (DoctorFinding finding : findings) {
            words.wrapped((finding.repaired() ? "✔" : "○") + " ", finding.what());
            words.wrapped("    ", finding.why());
            if (finding.repaired()) {
                words.line("    " + style.good("put right"));
            } else if (!finding.safe()) {
                words.line("    " + style.dim("not repaired by sync: yours to decide"));
            }
        }
        return words.text();
    }
}
