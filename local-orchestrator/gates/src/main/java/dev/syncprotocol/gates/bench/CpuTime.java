package dev.syncprotocol.gates.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** Processor time this process has used: what a busy machine does not change. */
final class CpuTime {
    private CpuTime() {}

    /** Nanoseconds over all threads; 0 where the platform does not tell. */
    static long nanos() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean sun ? sun.getProcessCpuTime() : 0;
    }
}
