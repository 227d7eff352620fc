package dev.syncprotocol.aoi.report;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.LoaderException;
import io.pebbletemplates.pebble.extension.escaper.EscapingStrategy;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page's templates: {@code report.html.peb} with its tokens, and one part a token that is more than a word. */
final class ReportTemplate {
    private static final String FOLDER = "dev/syncprotocol/aoi/report/";
    private static final String PAGE = "report.html.peb";

    private static final List<String> ALL = List.of(
            PAGE,
            "parts/banner.peb",
            "parts/benchmark-tile.peb",
            "parts/cards.peb",
            "parts/choice.peb",
            "parts/defect-rows.peb",
            "parts/facts.peb",
            "parts/iteration-rows.peb",
            "parts/no-rows.peb",
            "parts/pool-rows.peb",
            "parts/recall-rows.peb",
            "parts/recommendations.peb",
            "parts/run-line.peb",
            "parts/samples.peb",
            "parts/score-rows.peb",
            "parts/sentences.peb",
            "parts/threshold.peb");

    /** Of all templates one after the other; a test says what it is when one was changed. */
    private static final String SHA256 = "56395296476d186e6682ca298869db7d33ca1fa39b0b009d6e652744ee9e341e";

    private final PebbleEngine engine = new PebbleEngine.Builder()
            .loader(new ClasspathLoader(ReportTemplate.class.getClassLoader()))
            .strictVariables(true)
            .addEscapingStrategy("page", escaping())
            .defaultEscapingStrategy("page")
            .defaultLocale(Locale.ROOT)
            .build();

    /**
     * Demands that every template is in this installation, as it was built (decision A24).
     *
     * @throws SyncException {@code reference_missing}
     */
    static void check() {
        if (!Sha256.of(together()).hex().equals(SHA256)) {
            throw missing("a template of the report is not the one this program was built with");
        }
    }

    private static byte[] together() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String file : ALL) {
            try (InputStream in = ReportTemplate.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw missing("the report's template " + file + " is not in this installation");
                }
                in.transferTo(all);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.toByteArray();
    }

    /** Markup and the template's own brackets lose their meaning: a label named like a token stays a label. */
    private static EscapingStrategy escaping() {
        return text -> text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("{", "&#123;");
    }

    /** A part, escaped; {@code name} is how it calls what it shows. */
    String part(String file, String name, Object shown) throws IOException {
        return filled("parts/" + file + ".peb", Map.of(name, shown)).strip();
    }

    /**
     * The page.
     *
     * @throws SyncException {@code reference_missing} when the template is not there, or asks for a token nobody fills
     */
    String page(Map<String, Object> tokens) throws IOException {
        String page = filled(PAGE, tokens);
        if (page.contains("{{ ")) {
            int place = page.indexOf("{{ ");
            throw missing("the report's template has a token nobody fills: "
                    + page.substring(place, Math.min(page.length(), place + 40)));
        }
        return page;
    }

    private String filled(String file, Map<String, Object> values) throws IOException {
        StringWriter text = new StringWriter();
        try {
            engine.getTemplate(FOLDER + file).evaluate(text, values);
        } catch (LoaderException e) {
            throw missing("the report's template " + file + " is not in this installation");
        }
        return text.toString();
    }

    private static SyncException missing(String what) {
        return new SyncException(ErrorCode.REFERENCE_MISSING, what).withHint("install this program again");
    }
}
