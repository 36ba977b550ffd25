/** Time zones by what a person types of them. */
const ZONES: readonly string[] = [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];

/** Zones in whose name the words stand, those in which a part begins so first. */
export function findZones(typed: string): readonly string[] {
  const wanted = typed.trim().toLowerCase().replace(/\s+/gu, "_");
  const isStart = (zone: string) =>
    zone
      .toLowerCase()
      .split("/")
      .some((part) => part.startsWith(wanted));
  const found = ZONES.filter((zone) => zone.toLowerCase().includes(wanted));
  return [...found.filter(isStart), ...found.filter((zone) => !isStart(zone))];
}
