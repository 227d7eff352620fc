package dev.syncprotocol.gates.build;

import java.util.List;
import java.util.SplittableRandom;

/** What invented people, places and things are called. Nothing of it exists. */
final class Words {
    private static final List<String> FIRST = List.of(
            ("Mira Tobin Anselm Greta Ivo Salka Bertil Noor Hedda Casimir Yara Olwen Pavel Runa Tiago Elspeth Maddox Zofia"
                            + " Aldo Brida Corin Dagny Emeric Fenna Gareth Hanne Ismet Jorun Kasper Linnea Marek Nesrin"
                            + " Oskar Petra Quentin Rosalba Sander Thora Ulrik Vesna")
                    .split(" "));
    private static final List<String> LAST = List.of(
            ("Holt Vellick Amsberg Tarrow Quist Dunmore Sable Kestrel Orme Fallow Brandt Lindqvist Moss Pellam Reyes Thorne"
                            + " Vane Wick Abara Castell Dryden Esker Farrow Grigg Hartley Ilves Jessop Kallio Larch Merrow"
                            + " Nightingale Oakes Pryce Quill Rusk Stroud Tully Umber Vickers Yarrow")
                    .split(" "));
    private static final List<String> PLACES = List.of(
            ("Ravensby Oldmere Thistleford Karvik Saltham Brennau Low_Harrow Dunkeld_Bay Mossgate Velden Ostrava_Mill Penwick"
                            + " Grauburg Hollowell Istervale Juniper_Hill Kingsnook Larkspur Mildenhall Northreach Ormsund"
                            + " Pinebarrow Quarrytown Redfen Silverquay Tarnhold Upper_Wyre Vinterholm Westing Yewbridge")
                    .split(" "));
    private static final List<String> JOBS = List.of(
            ("beekeeper glassblower cartographer ferryman botanist clockmaker organist surveyor baker printer falconer potter"
                            + " astronomer saddler translator lighthouse_keeper violin_maker chemist archivist brewer miller"
                            + " stonemason weaver apothecary shipwright gardener engraver blacksmith tailor candlemaker")
                    .split(" "));
    private static final List<String> THINGS = List.of(
            ("jars_of_honey clay_pots copper_bells maps oars seed_packets clocks organ_pipes candles rye_loaves pamphlets"
                            + " leather_straps plates star_charts saddles letters lanterns violins vials ledgers barrels"
                            + " sacks_of_flour bricks scarves tinctures planks tulip_bulbs prints horseshoes coats")
                    .split(" "));
    private static final List<String> KINDS = List.of(
            ("amber narrow speckled hollow crimson sturdy faded polished crooked gilded mossy brittle hefty pale woven carved"
                            + " dusty fragrant matching spare antique tiny broad smoky striped weathered bright unsold heavy"
                            + " delicate")
                    .split(" "));
    private static final List<String> RIVERS = List.of(
            ("Aarn Bissel Corve Dwyle Eskin Foss Glimmer Hask Inver Jarl Kenno Lisk Morna Nith Ouse_Beck Pell Quay_Water Rill"
                            + " Sarn Tamble Ure_Brook Vask Wend Yar Zell Orrin Tave Lune_Fork Brathe Calder_Run")
                    .split(" "));

    private final SplittableRandom random;

    Words(SplittableRandom random) {
        this.random = random;
    }

    String person() {
        return one(FIRST) + " " + one(LAST);
    }

    String place() {
        return one(PLACES);
    }

    String job() {
        return one(JOBS);
    }

    String things() {
        return one(KINDS) + " " + one(THINGS);
    }

    String kind() {
        return one(KINDS);
    }

    String river() {
        return one(RIVERS);
    }

    int number(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    boolean heads() {
        return random.nextBoolean();
    }

    private String one(List<String> words) {
        return words.get(random.nextInt(words.size())).replace('_', ' ');
    }
}
