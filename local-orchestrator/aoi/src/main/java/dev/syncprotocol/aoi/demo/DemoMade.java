package dev.syncprotocol.aoi.demo;

/**
 * What was drawn.
 *
 * @param train base training rows
 * @param validation validation rows
 * @param kpi KPI rows
 * @param benchmark benchmark rows
 * @param pool production rows
 * @param pairs pre-generated pairs
 * @param pictures picture files of all of them
 */
public record DemoMade(int train, int validation, int kpi, int benchmark, int pool, int pairs, int pictures) {}
