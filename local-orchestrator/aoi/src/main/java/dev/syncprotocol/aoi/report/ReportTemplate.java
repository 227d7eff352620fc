package dev.syncprotocol.aoi.report;

import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.LoaderException;
import io.pebbletemplates.pebble.extension.escaper.EscapingStrategy;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;

/** The page's templates: {@code report.html.peb} with its tokens, and one part a token that is more than a word. */
final class ReportTemplate {
    private static final String FOLDER = "dev/syncprotocol/aoi/report/";
    private static final String PAGE = "report.html.peb";

    private final PebbleEngine engine = new PebbleEngine.Builder()
            .loader(new ClasspathLoader(ReportTemplate.class.getClassLoader()))
            .strictVariables(true)
            .addEscapingStrategy("page", escaping())
            .defaultEscapingStrategy("page")
            .defaultLocale(Locale.ROOT)
            .build();

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
