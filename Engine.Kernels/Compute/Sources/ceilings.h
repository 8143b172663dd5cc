/* Energies that level off: with top > 0, E' = top (1 - exp(-E / top)). */
FUNCTION double ceiling_energy(double energy, double top) { return top > 0 ? top * (1 - exp(-energy / top)) : energy; }

/* dE'/dE. */
FUNCTION double ceiling_slope(double energy, double top) { return top > 0 ? exp(-energy / top) : 1; }
