/** Magento writes and compares times in UTC, to the second: "2026-11-23 15:40:24". */
export const utc = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
