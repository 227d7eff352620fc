package dev.syncprotocol.training.model;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The memory of this machine, or of the container the process is in. */
public final class MachineMemory {
    private MachineMemory() {}

    /** Bytes in all, in use or not. */
    public static long bytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
