/** A size that a page can be shown in. */
export interface Device {
  readonly id: string;
  readonly label: string;
  /** In CSS pixels; `undefined` for the size of the tab. */
  readonly size: Size | undefined;
  /** Whether it is a phone or tablet. */
  readonly isMobile: boolean;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The page has the size of the tab. */
export const fitDevice: Device = {
  id: 'fit',
  label: 'Fit to tab',
  size: undefined,
  isMobile: false,
};

/** The devices to choose from. */
export const devices: readonly Device[] = [
  fitDevice,
  sized('smallPhone', 'Small phone', 360, 640, true),
  sized('phone', 'Phone', 390, 844, true),
  sized('largePhone', 'Large phone', 430, 932, true),
  sized('tablet', 'Tablet', 768, 1024, true),
  sized('largeTablet', 'Large tablet', 1024, 1366, true),
  sized('laptop', 'Laptop', 1366, 768, false),
  sized('desktop', 'Desktop', 1920, 1080, false),
];

/** Zoom levels to choose from. */
export const zoomLevels = [0.25, 0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];

/** Returns a device by its id. */
export function findDevice(id: string): Device {
  return devices.find((device) => device.id === id) ?? fitDevice;
}

function sized(id: string, name: string, width: number, height: number, isMobile: boolean): Device {
  return { id, label: `${name}, ${width} × ${height}`, size: { width, height }, isMobile };
}
