package dev.syncprotocol.aoi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.syncprotocol.aoi.demo.BoardDesign.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrawnDefectTest {
    private static final int CROPS = 1_000;

    @ParameterizedTest
    @EnumSource(Defect.class)
    void changesTheMaskAsItsRowOfTheTableSays(Defect defect) {
        List<Component> components = components(64, 4);
        DemoRandom random = DemoRandom.of(7, defect);
        int drawn = 0;
        for (int i = 0; drawn < CROPS; i++) {
            Component component = components.get(i % components.size());
            Optional<DrawnDefect> found = DrawnDefect.draw(defect, component.copper(), BoardDesign.MARGIN, random);
            found.ifPresent(d -> assertRowHolds(defect, component, d));
            drawn += found.isPresent() ? 1 : 0;
            assertThat(i).as("tries for %d crops", drawn).isLessThan(2 * CROPS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 96})
    void comesOutAtEveryCropSize(int size) {
        for (Defect defect : Defect.values()) {
            DemoRandom random = DemoRandom.of(7, size, defect);
            long drawn = components(size, 2).stream()
                    .filter(c -> DrawnDefect.draw(defect, c.copper(), BoardDesign.MARGIN, random)
                            .isPresent())
                    .count();
            assertThat(drawn).as("%s at %d", defect, size).isGreaterThan(3);
        }
    }

    private static void assertRowHolds(Defect defect, Component component, DrawnDefect drawn) {
        Topology golden = topology(component, component.copper());
        Topology found = topology(component, drawn.mask());
        int components = found.components() - golden.components();
        int holes = found.holes() - golden.holes();
        int area = found.area() - golden.area();
        switch (defect) {
            case OPEN -> assertThat(components == 1 && area < 0).isTrue();
            case SHORT -> assertThat(components == -1 && area > 0).isTrue();
            case MOUSEBITE ->
                assertThat(components == 0 && holes == 0 && area < 0).isTrue();
            case SPUR -> assertThat(components == 0 && holes == 0 && area > 0).isTrue();
            case COPPER -> assertThat(components == 1 && area > 0).isTrue();
            case PIN_HOLE ->
                assertThat(components == 0 && holes == 1 && area < 0).isTrue();
        }
        assertThat(drawn.area()).isPositive();
        assertThat(drawn.right()).isGreaterThanOrEqualTo(drawn.left());
    }

    private static Topology topology(Component component, CopperMask mask) {
        int size = component.size();
        return Topology.of(mask.crop(BoardDesign.MARGIN, BoardDesign.MARGIN, size, size));
    }

    private static List<Component> components(int size, int boards) {
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < boards; i++) {
            components.addAll(
                    BoardDesign.draw("D", size, DemoRandom.of(42, size, i)).components());
        }
        return components;
    }
}
