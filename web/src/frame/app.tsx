import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queries } from '../api/queries';
import { Words } from '../words/words';
import { router } from './router';
import { SessionGate } from './session';
import { softerInk, theme } from './theme';

/** Everything around the screens, from the outside in. */
export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={softerInk} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <SessionGate>
          <Words>
            <RouterProvider router={router} />
          </Words>
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}
