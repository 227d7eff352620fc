package dev.syncprotocol.aoi.pool;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A pre-generated object: per light a defective picture and its good partner.
 *
 * @param objectName the stem without its light
 * @param type {@code <texture>+<defect>} of the name, or {@code ng} for other names
 * @param label the defect alone, lower-case: the row's label
 * @param ng light to defective picture, in light order; the light is empty when the specification has none
 * @param ok light to good partner
 */
public record PregenObject(String objectName, String type, String label, Map<String, Path> ng, Map<String, Path> ok) {
    public PregenObject {
        ng = Collections.unmodifiableMap(new LinkedHashMap<>(ng));
        ok = Collections.unmodifiableMap(new LinkedHashMap<>(ok));
    }
}
