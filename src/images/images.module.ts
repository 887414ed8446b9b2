import { Module } from '@nestjs/common';
import { GetImageAliasesController } from './get-image-aliases/get-image-aliases.http.js';
import { ListImagesController } from './list-images/list-images.http.js';

/** The catalogue of platform images, and their short names. */
@Module({ controllers: [ListImagesController, GetImageAliasesController] })
export class ImagesModule {}
