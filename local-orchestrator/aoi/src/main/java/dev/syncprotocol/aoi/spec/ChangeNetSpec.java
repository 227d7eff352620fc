package dev.syncprotocol.aoi.spec;

/**
 * A specification, typed (specification §7.2). What an engine needs to train and infer; keys outside it stay in the document.
 *
 * @param train how long and how to train
 * @param model the network
 * @param dataset the tables and how pictures are prepared
 */
public record ChangeNetSpec(TrainSettings train, ModelSettings model, DatasetSettings dataset) {}
