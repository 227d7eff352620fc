package dev.syncprotocol.aoi.demo;

/** {@code truth.csv}: what was drawn where. For people; the loop never reads it. */
final class DemoTruth {
    private final StringBuilder text = new StringBuilder("folder,object_name,operator,left,top,right,bottom,area\n");

    /** Notes a defective sample; a good one has nothing to tell. */
    void add(String folder, String objectName, DemoSample sample) {
        sample.defect()
                .ifPresent(drawn -> text.append(folder)
                        .append(',')
                        .append(objectName)
                        .append(',')
                        .append(drawn.defect().label())
                        .append(',')
                        .append(drawn.left())
                        .append(',')
                        .append(drawn.top())
                        .append(',')
                        .append(drawn.right())
                        .append(',')
                        .append(drawn.bottom())
                        .append(',')
                        .append(drawn.area())
                        .append('\n'));
    }

    String text() {
        return text.toString();
    }
}
