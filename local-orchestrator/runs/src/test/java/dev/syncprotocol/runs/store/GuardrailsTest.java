package dev.syncprotocol.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import dev.syncprotocol.protocol.json.DocumentFormat;
import dev.syncprotocol.runs.guardrails.Audience;
import dev.syncprotocol.runs.guardrails.GuardrailCheck;
import dev.syncprotocol.runs.guardrails.GuardrailFile;
import dev.syncprotocol.runs.guardrails.GuardrailOrder;
import dev.syncprotocol.runs.guardrails.Guardrails;
import dev.syncprotocol.runs.guardrails.HardRule;
import dev.syncprotocol.runs.guardrails.Language;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The texts for agents: whole in every language, and never over what somebody else wrote. */
class GuardrailsTest {
    private static final Pattern CLAUSE = Pattern.compile("S0-4\\.\\d+");
    private static final Pattern CODE = Pattern.compile("`[^`\\n]+`|[\\w-]+\\.(?:json|csv|pt|log)");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Language.class)
    void tellsTheTenRulesInEveryLanguageWithTheSameNamesOfThings(Language language) throws IOException {
        List<GuardrailFile> english = Guardrails.files(order(Language.EN));
        List<GuardrailFile> translated = Guardrails.files(order(language));
        assertThat(translated)
                .hasSize(13)
                .extracting(GuardrailFile::path)
                .containsExactlyElementsOf(
                        english.stream().map(GuardrailFile::path).toList());
        for (int i = 0; i < english.size(); i++) {
            String path = english.get(i).path();
            assertThat(all(CLAUSE, translated.get(i))).as(path).isEqualTo(all(CLAUSE, english.get(i)));
            assertThat(all(CODE, translated.get(i)))
                    .as(path)
                    .containsExactlyInAnyOrderElementsOf(all(CODE, english.get(i)));
            assertThat(translated.get(i).content().lines().count())
                    .as(path)
                    .isEqualTo(english.get(i).content().lines().count());
            assertThat(translated.get(i).content()).as(path).doesNotContain("{{", "{%");
        }
        String rules = translated.get(0).content();
        assertThat(Arrays.stream(HardRule.values()).map(HardRule::id))
                .hasSize(10)
                .allMatch(rules::contains);
        assertThat(rules)
                .contains("`run_exists` (", String.join(",", MetricsTable.MANDATORY), "best.pt, config.lock.json");
    }

    @ParameterizedTest
    @EnumSource(value = Language.class, mode = EnumSource.Mode.EXCLUDE, names = "EN")
    void leavesNoSentenceUntranslated(Language language) throws IOException {
        List<GuardrailFile> english = Guardrails.files(order(Language.EN));
        List<GuardrailFile> translated = Guardrails.files(order(language));
        Pattern letters = Pattern.compile(language == Language.RU ? "\\p{IsCyrillic}" : "\\p{IsHan}");
        for (int i = 0; i < english.size(); i++) {
            if (english.get(i).path().endsWith(".md")) {
                assertThat(translated
                                .get(i)
                                .content()
                                .lines()
                                .filter(line -> line.matches("([-#>|*\\d].*)?[a-z]{3,}.*")))
                        .as(english.get(i).path())
                        .allMatch(line -> letters.matcher(line).find() || english(line));
            }
        }
    }

    /** Lines that are commands or names only. */
    private static boolean english(String line) {
        return line.replaceAll("`[^`]*`|[\\w./<>-]+\\.\\w+|output_root|\\W", "").length() < 12;
    }

    @Test
    void makesAConfigurationThatIsValidAndASchemaThatIsTheShippedOne() throws IOException {
        Map<String, String> files = new java.util.TreeMap<>();
        Guardrails.files(order(Language.ZH)).forEach(file -> files.put(file.path(), file.content()));
        byte[] config = files.get("memory-bank/config-template.yaml").getBytes(StandardCharsets.UTF_8);
        assertThat(RunConfig.read(config, DocumentFormat.YAML, "the template").name())
                .isEqualTo("denoise-fft");
        assertThat(files.get("spec-kit/run-config.v1.schema.json")).contains("\"$id\"", "keep_last_k");
        assertThat(files.get("snippets/rules-header.txt").lines()).hasSize(4);
        assertThat(files.get("snippets/Makefile.inc")).contains("\tEXPERIMENT_DIR=$$(sync runs new");
    }

    @Test
    void writesTwiceTheSameAndNeverOverAnotherFile() throws IOException {
        List<String> once = Guardrails.write(folder, order(Language.EN));
        Map<String, String> before = RunStoreTest.contents(folder);
        assertThat(Guardrails.write(folder, order(Language.EN))).isEqualTo(once);
        assertThat(RunStoreTest.contents(folder)).isEqualTo(before).hasSize(13);
        refused(() -> Guardrails.write(folder, order(Language.RU)));
        assertThat(RunStoreTest.contents(folder)).isEqualTo(before);
    }

    @Test
    void writesNothingAtAllWhenOneNameIsTaken() throws IOException {
        Files.createDirectories(folder.resolve("snippets"));
        Files.writeString(folder.resolve("snippets/package.scripts.json"), "{}");
        Map<String, String> before = RunStoreTest.contents(folder);
        refused(() -> Guardrails.write(folder, order(Language.EN)));
        assertThat(RunStoreTest.contents(folder)).isEqualTo(before);
    }

    @Test
    void leavesAProjectsOwnAgentsFileAlone() throws IOException {
        Files.writeString(folder.resolve("AGENTS.md"), "ours\n");
        assertThat(Guardrails.write(folder, order(Language.EN)))
                .contains("AGENTS.sync.md")
                .doesNotContain("AGENTS.md");
        assertThat(folder.resolve("AGENTS.md")).hasContent("ours");
        assertThat(Guardrails.stale(folder, order(Language.EN))).isEmpty();
    }

    @Test
    void findsAFileThatIsMissingOrWasEdited() throws IOException {
        Guardrails.write(folder, order(Language.EN));
        Files.delete(folder.resolve("snippets/Makefile.inc"));
        Files.writeString(folder.resolve(".cursor/rules.md"), "be nice\n");
        assertThat(Guardrails.stale(folder, order(Language.EN)))
                .extracting(Finding::path)
                .containsExactly(".cursor/rules.md", "snippets/Makefile.inc");
    }

    @Test
    void writesForOneAudienceAlone() throws IOException {
        GuardrailOrder make =
                new GuardrailOrder(Language.EN, Optional.of(Audience.MAKE), StorePlaces.STANDARD, code -> 2);
        assertThat(Guardrails.write(folder, make)).containsExactly("snippets/Makefile.inc");
    }

    @Test
    void answersEachQuestionForAStoreInWhichOneIsBroken() throws IOException {
        Experiment experiment = new Experiment(folder);
        Path run = experiment.trained("a", "1");
        experiment.finish(run);
        assertThat(GuardrailCheck.of(experiment.store)).isEmpty();
        Files.createDirectory(run.resolveSibling("exp-20260101-0000-void"));
        experiment.trained("silent");
        Files.delete(run.resolve("reports/summary.md"));
        assertThat(GuardrailCheck.of(experiment.store))
                .extracting(finding -> finding.what().substring(0, 3))
                .containsExactlyInAnyOrder("(a)", "(b)", "(c)");
        Path history = experiment.showcase().resolve("history.csv");
        Files.writeString(history, Files.readString(history).replace("-a,", "-z,"));
        assertThat(GuardrailCheck.of(experiment.store))
                .anyMatch(finding -> finding.what().startsWith("(d)"));
    }

    private static GuardrailOrder order(Language language) {
        return new GuardrailOrder(language, Optional.empty(), StorePlaces.STANDARD, code -> 2);
    }

    private static List<String> all(Pattern pattern, GuardrailFile file) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(file.content());
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_TAKEN));
    }
}
