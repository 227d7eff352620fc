package dev.syncprotocol.aoi.demo;

/**
 * What a defect changes in a mask.
 *
 * @param components connected pieces of copper
 * @param holes gaps that copper encloses
 * @param area places of copper
 */
record Topology(int components, int holes, int area) {
    static Topology of(CopperMask mask) {
        return new Topology(Regions.ofCopper(mask).count(), Regions.ofGaps(mask).enclosed(), mask.area());
    }
}
