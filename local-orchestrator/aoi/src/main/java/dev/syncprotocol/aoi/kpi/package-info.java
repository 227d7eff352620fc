/** False alarms at full recall: the threshold, its certificate, what it proves, and the files and plots of an evaluation (specification §11.1 to §11.3, §8.9). */
@NullMarked
package dev.syncprotocol.aoi.kpi;

import org.jspecify.annotations.NullMarked;
